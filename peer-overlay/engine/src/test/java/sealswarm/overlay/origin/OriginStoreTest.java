package sealswarm.overlay.origin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.http.Problem;
import sealswarm.overlay.metainfo.MetainfoLinks;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.tracker.TrackPolicy;

class OriginStoreTest {
    private static final int LEAF = 16_384;
    private static final SampleTrack TRACK = SampleTrack.of(1, 10 * LEAF + 100);
    private static final EdgeToken TOKEN = TRACK.token(TokenKind.UPLOAD, 2_000_000_000L);

    @TempDir
    Path directory;

    private final TrialDisk disk = new TrialDisk();
    private OriginStore store;

    @BeforeEach
    void open() throws IOException {
        store = OriginStore.open(directory, disk);
    }

    @Test
    void trackIsCompleteAfterMetainfoLeavesAndData() throws Exception {
        announceTrack();
        assertEquals(0, store.offset(TOKEN));
        assertEquals(Optional.empty(), patch(0, TRACK.data(0, 4 * LEAF)));
        assertEquals(4 * LEAF, store.offset(TOKEN));
        OriginTrack track =
                patch(4 * LEAF, TRACK.data(4 * LEAF, TRACK.data().length)).orElseThrow();
        assertEquals(List.of(track), store.tracks());
        assertArrayEquals(TRACK.data(), Files.readAllBytes(track.data()));
        assertArrayEquals(TRACK.leaves(), Files.readAllBytes(track.leaves()));
        assertEquals(3, track.ids().ids().size());
        assertEquals(TrackPolicy.OPEN, track.policy());
        assertEquals(TRACK.data().length, store.offset(TOKEN));
        assertFalse(Files.exists(
                directory.resolve("incoming").resolve(TRACK.swarmId().hex())));
    }

    @Test
    void storeFindsItsTracksAgain() throws Exception {
        upload();
        OriginStore again = OriginStore.open(directory, new SystemOriginDisk());
        assertEquals(
                store.tracks().get(0).metainfo().infoHashes(),
                again.track(TRACK.swarmId()).orElseThrow().metainfo().infoHashes());
        assertTrue(again.track(TRACK.swarmId()).orElseThrow().companion().isPresent());
    }

    @Test
    void repeatingEveryStepOfACompleteUploadChangesNothing() throws Exception {
        upload();
        byte[] before = Files.readAllBytes(store.tracks().get(0).data());
        store.putMetainfo(TOKEN, TRACK.hybrid());
        store.putCompanion(TOKEN, TRACK.companion());
        leaves(TRACK.leaves());
        assertEquals(TRACK.data().length, store.offset(TOKEN));
        assertTrue(patch(TRACK.data().length, new byte[0]).isPresent());
        assertEquals(1, store.tracks().size());
        assertArrayEquals(before, Files.readAllBytes(store.tracks().get(0).data()));
        assertEquals(List.of(), disk.list(directory.resolve("incoming")));
    }

    @Test
    void wrongBlockIsNamedAndEverythingBeforeItKept() throws Exception {
        announceTrack();
        byte[] data = TRACK.data();
        data[5 * LEAF + 7] ^= 1;
        Problem problem = refusal(() -> patch(0, data));
        assertEquals(422, problem.kind().status());
        assertEquals(5L, problem.members().get("leaf"));
        assertEquals(5 * LEAF, store.offset(TOKEN));
        assertTrue(patch(5 * LEAF, TRACK.data(5 * LEAF, TRACK.data().length)).isPresent());
    }

    @Test
    void halfABlockIsForgottenAndTheOffsetSaysSo() throws Exception {
        announceTrack();
        patch(0, TRACK.data(0, 2 * LEAF + 5000));
        assertEquals(2 * LEAF, store.offset(TOKEN));
        Problem problem = refusal(() -> patch(2 * LEAF + 5000, new byte[1]));
        assertEquals(409, problem.kind().status());
        assertEquals(2L * LEAF, problem.members().get("offset"));
    }

    @Test
    void dataThatIsNotInOrderOrTooLongIsRefused() throws Exception {
        announceTrack();
        assertEquals(
                409,
                refusal(() -> patch(LEAF, TRACK.data(LEAF, 2 * LEAF))).kind().status());
        assertEquals(
                409,
                refusal(() -> patch(0, new byte[TRACK.data().length + 1]))
                        .kind()
                        .status());
        assertEquals(0, store.offset(TOKEN));
    }

    @Test
    void orderOfTheStepsIsKept() {
        assertEquals(
                "metainfo-missing",
                refusal(() -> store.putCompanion(TOKEN, TRACK.companion()))
                        .kind()
                        .code());
        assertEquals(
                "metainfo-missing", refusal(() -> leaves(TRACK.leaves())).kind().code());
        assertEquals(
                "metainfo-missing", refusal(() -> store.offset(TOKEN)).kind().code());
        assertEquals(
                "metainfo-missing", refusal(() -> patch(0, new byte[0])).kind().code());
    }

    @Test
    void dataBeforeLeavesIsRefused() throws Exception {
        store.putMetainfo(TOKEN, TRACK.hybrid());
        assertEquals(
                "leaves-missing", refusal(() -> patch(0, new byte[0])).kind().code());
    }

    @Test
    void leavesThatDoNotHashToTheRootAreRefusedAndLeaveNothing() throws Exception {
        store.putMetainfo(TOKEN, TRACK.hybrid());
        byte[] wrong = TRACK.leaves();
        wrong[40] ^= 1;
        assertEquals("leaves-mismatch", refusal(() -> leaves(wrong)).kind().code());
        assertEquals(
                "leaves-mismatch",
                refusal(() -> leaves(new byte[TRACK.leaves().length - 1]))
                        .kind()
                        .code());
        assertEquals("leaves-missing", refusal(() -> store.offset(TOKEN)).kind().code());
        leaves(TRACK.leaves());
        assertEquals(0, store.offset(TOKEN));
    }

    @Test
    void metainfoOfAnotherTrackOrAnotherMakeIsRefused() throws Exception {
        SampleTrack other = SampleTrack.of(2, 5000);
        assertEquals(
                "metainfo-invalid",
                refusal(() -> store.putMetainfo(TOKEN, other.hybrid())).kind().code());
        assertEquals(
                "metainfo-invalid",
                refusal(() -> store.putMetainfo(TOKEN, new byte[] {'d', 'e'}))
                        .kind()
                        .code());
        SampleTrack named = SampleTrack.named(TRACK.data(), "My Film.mp4");
        assertTrue(refusal(() -> store.putMetainfo(named.token(TokenKind.UPLOAD, 1), named.hybrid()))
                .detail()
                .contains("info.name"));
        EdgeToken v1 = EdgeToken.of(
                TokenKind.UPLOAD,
                TOKEN.domain(),
                new sealswarm.overlay.token.SwarmId(sealswarm.overlay.metainfo.Metainfo.parse(TRACK.companion())
                        .infoHashes()
                        .swarmId()
                        .hex()),
                TOKEN.subject(),
                1);
        assertTrue(
                refusal(() -> store.putMetainfo(v1, TRACK.companion())).detail().contains("no Merkle root"));
    }

    @Test
    void companionMustDescribeTheSameTrack() throws Exception {
        store.putMetainfo(TOKEN, TRACK.hybrid());
        assertEquals(
                422,
                refusal(() -> store.putCompanion(TOKEN, TRACK.hybrid())).kind().status());
        assertEquals(
                422,
                refusal(() -> store.putCompanion(TOKEN, SampleTrack.of(3, 9000).companion()))
                        .kind()
                        .status());
    }

    @Test
    void policyFollowsTheTokensFlagsAlsoLater() throws Exception {
        upload();
        EdgeToken closed = TOKEN.withFlags(Set.of());
        OriginTrack track = store.putMetainfo(closed, TRACK.hybrid()).orElseThrow();
        assertEquals(TrackPolicy.Admission.CLOSED, track.policy().stock());
        assertEquals(
                TrackPolicy.Admission.CLOSED,
                OriginStore.open(directory, new SystemOriginDisk())
                        .track(TRACK.swarmId())
                        .orElseThrow()
                        .policy()
                        .hosts());
    }

    @Test
    void linksOfAnUploadedMetainfoAreDropped() throws Exception {
        byte[] linked =
                TRACK.metainfo().withLinks(MetainfoLinks.of("http://evil.example/announce", "http://evil.example/"));
        store.putMetainfo(TOKEN, linked);
        leaves(TRACK.leaves());
        OriginTrack track = patch(0, TRACK.data()).orElseThrow();
        assertEquals(MetainfoLinks.NONE, track.metainfo().links());
    }

    @Test
    void twoUploadsOfOneTrackDoNotMix() throws Exception {
        announceTrack();
        DataUpload first = store.beginData(TOKEN, 0, LEAF);
        assertEquals(
                "upload-in-progress",
                refusal(() -> patch(0, TRACK.data())).kind().code());
        assertEquals(
                "upload-in-progress",
                refusal(() -> leaves(TRACK.leaves())).kind().code());
        first.close();
        assertTrue(patch(0, TRACK.data()).isPresent());
    }

    @Test
    void fullDiskKeepsWhatWasDurableAndTheUploadGoesOnLater() throws Exception {
        announceTrack();
        patch(0, TRACK.data(0, 3 * LEAF));
        disk.fillAfter(2 * LEAF + 10);
        IOException full =
                assertThrows(IOException.class, () -> patch(3 * LEAF, TRACK.data(3 * LEAF, TRACK.data().length)));
        assertEquals(507, OriginStore.diskProblem(full).kind().status());
        disk.free();
        long offset = store.offset(TOKEN);
        assertTrue(offset >= 3 * LEAF && offset % LEAF == 0, "offset " + offset);
        OriginTrack track =
                patch(offset, TRACK.data((int) offset, TRACK.data().length)).orElseThrow();
        assertArrayEquals(TRACK.data(), Files.readAllBytes(track.data()));
    }

    @Test
    void diskThatIsFullFromTheStartRefusesTheMetainfo() {
        disk.fillAfter(0);
        Problem problem = refusal(() -> store.putMetainfo(TOKEN, TRACK.hybrid()));
        assertEquals("disk-full", problem.kind().code());
    }

    @Test
    void bytesBehindTheRecordedOffsetAreNeverTrusted() throws Exception {
        announceTrack();
        patch(0, TRACK.data(0, 2 * LEAF));
        Path data = directory
                .resolve("incoming")
                .resolve(TRACK.swarmId().hex())
                .resolve(TRACK.metainfo().name());
        Files.write(data, new byte[5 * LEAF], java.nio.file.StandardOpenOption.APPEND);
        store = OriginStore.open(directory, disk);
        assertEquals(2 * LEAF, store.offset(TOKEN));
        OriginTrack track =
                patch(2 * LEAF, TRACK.data(2 * LEAF, TRACK.data().length)).orElseThrow();
        assertArrayEquals(TRACK.data(), Files.readAllBytes(track.data()));
    }

    @Test
    void processThatEndedJustBeforeTheRenameIsFinishedAtTheNextStart() throws Exception {
        announceTrack();
        disk.failMoves();
        assertThrows(IOException.class, () -> patch(0, TRACK.data()));
        assertEquals(List.of(), store.tracks());
        store = OriginStore.open(directory, new SystemOriginDisk());
        assertArrayEquals(TRACK.data(), Files.readAllBytes(store.tracks().get(0).data()));
    }

    @Test
    void damagedTrackIsPutAsideAndCanBeUploadedAgain() throws Exception {
        upload();
        Files.write(store.tracks().get(0).data(), new byte[3]);
        store = OriginStore.open(directory, disk);
        assertEquals(List.of(), store.tracks());
        upload();
        assertArrayEquals(TRACK.data(), Files.readAllBytes(store.tracks().get(0).data()));
    }

    @Test
    void durableOffsetIsWrittenOnlyAfterTheBytesWereForced() throws Exception {
        announceTrack();
        disk.journal().clear();
        patch(0, TRACK.data(0, LEAF));
        assertEquals(
                List.of(
                        "write " + TRACK.metainfo().name(),
                        "force " + TRACK.metainfo().name(),
                        "replace offset"),
                disk.journal());
    }

    @Test
    void aWithdrawalEndsTheUploadUnderWayAndHoldsUntilItIsLifted() throws Exception {
        announceTrack();
        try (DataUpload upload = store.beginData(TOKEN, 0, TRACK.data().length)) {
            upload.accept(TRACK.data());
            store.withdraw(TRACK.swarmId());
            store.purge(TRACK.swarmId());
            OriginRefusal refused = assertThrows(OriginRefusal.class, upload::settle);
            assertEquals("withdrawn", refused.problem().kind().code());
        }
        assertNothingIsLeft();
        store = OriginStore.open(directory, disk);
        assertEquals(Set.of(TRACK.swarmId()), store.withdrawn());
        assertEquals(
                "withdrawn",
                refusal(() -> store.putMetainfo(TOKEN, TRACK.hybrid())).kind().code());
        store.readmit(TRACK.swarmId());
        upload();
        store.withdraw(TRACK.swarmId());
        assertEquals(Optional.empty(), store.track(TRACK.swarmId()));
        store = OriginStore.open(directory, disk);
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws IOException {
        assertEquals(List.of(), store.tracks());
        for (String place : List.of("tracks", "incoming", "damaged")) {
            assertEquals(List.of(), disk.list(directory.resolve(place)), place);
        }
    }

    @Test
    void oneByteAndOneLeafTracksWork() throws Exception {
        for (int size : new int[] {1, LEAF - 1, LEAF, LEAF + 1, 4 * LEAF, 4 * LEAF + 1}) {
            SampleTrack track = SampleTrack.of(size, size);
            EdgeToken token = track.token(TokenKind.UPLOAD, 1);
            store.putMetainfo(token, track.hybrid());
            try (LeavesUpload upload = store.beginLeaves(token, track.leaves().length)) {
                upload.accept(track.leaves());
                upload.finish();
            }
            try (DataUpload upload = store.beginData(token, 0, size)) {
                upload.accept(track.data());
                assertArrayEquals(
                        track.data(),
                        Files.readAllBytes(upload.settle().orElseThrow().data()));
            }
        }
    }

    private void upload() throws Exception {
        announceTrack();
        assertTrue(patch(0, TRACK.data()).isPresent());
    }

    private void announceTrack() throws Exception {
        store.putMetainfo(TOKEN, TRACK.hybrid());
        store.putCompanion(TOKEN, TRACK.companion());
        leaves(TRACK.leaves());
    }

    private Optional<OriginTrack> leaves(byte[] bytes) throws Exception {
        try (LeavesUpload upload = store.beginLeaves(TOKEN, bytes.length)) {
            upload.accept(bytes);
            upload.finish();
        }
        return Optional.empty();
    }

    /** As the routes do it: what was verified is settled even if the rest is refused. */
    private Optional<OriginTrack> patch(long offset, byte[] bytes) throws Exception {
        try (DataUpload upload = store.beginData(TOKEN, offset, bytes.length)) {
            try {
                upload.accept(bytes);
            } catch (IOException | OriginRefusal e) {
                upload.settle();
                throw e;
            }
            return upload.settle();
        }
    }

    private interface Step {
        Object run() throws Exception;
    }

    private static Problem refusal(Step step) {
        return assertThrows(OriginRefusal.class, step::run).problem();
    }
}
