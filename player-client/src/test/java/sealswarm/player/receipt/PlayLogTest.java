package sealswarm.player.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.format.disk.PrivateFile;
import sealswarm.format.json.Base64Url;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.license.LicenseId;
import sealswarm.license.SampleLicense;
import sealswarm.license.device.DeviceRequest.LogPosition;
import sealswarm.license.message.Licenses.UsageAnswer;
import sealswarm.license.message.Licenses.UsageItem;
import sealswarm.license.message.Licenses.UsageUpload;
import sealswarm.license.receipt.LogHead;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.receipt.PlayEntry.ByteSources;
import sealswarm.license.receipt.PlayEntry.ClockState;
import sealswarm.license.receipt.PlayEntry.PlayId;
import sealswarm.license.receipt.PlayEntry.Reason;
import sealswarm.license.receipt.ReceiptChain;
import sealswarm.license.receipt.Segment;
import sealswarm.license.receipt.SegmentHead;
import sealswarm.license.wire.Sha256Hex;
import sealswarm.license.wire.SignedJson;
import sealswarm.trial.Cases;

class PlayLogTest {
    @TempDir
    Path work;

    private final SampleLicense shop = new SampleLicense();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void entriesAreThereAfterReopening() throws IOException {
        LogPosition head;
        try (PlayLog log = open()) {
            append(log, 3);
            head = log.head();
        }
        try (PlayLog log = open()) {
            assertEquals(head, log.head());
            assertEquals(3, log.pending());
            append(log, 1);
            assertEquals(4, log.head().seq());
        }
    }

    @Test
    void tornEndIsCutAndTheLogGoesOn() throws IOException {
        try (PlayLog log = open()) {
            append(log, 3);
        }
        byte[] whole = Files.readAllBytes(file());
        Cases.forAll(5, 60, random -> {
            int cut = random.nextInt(whole.length);
            Files.write(file(), java.util.Arrays.copyOf(whole, cut));
            try (PlayLog log = open()) {
                assertTrue(log.pending() <= 3);
                append(log, 1);
            } catch (PlayLogException tooShort) {
                assertTrue(cut < 200, "cut at " + cut);
                return;
            }
            try (PlayLog log = open()) {
                assertTrue(log.pending() >= 1);
            }
        });
    }

    @Test
    void changedEntryWithAGoodChecksumIsFound() throws IOException {
        try (PlayLog log = open()) {
            append(log, 3);
        }
        Path copy = work.resolve("copy.log");
        try (PlayLog other = PlayLog.open(copy, shop.device.deviceId(), 1)) {
            other.append((device, epoch, seq, prev) -> entry(epoch, seq, prev, 77));
        }
        byte[] log = Files.readAllBytes(file());
        byte[] forged = Files.readAllBytes(copy);
        int base = 8 + java.nio.ByteBuffer.wrap(log).getInt();
        int first = 8 + java.nio.ByteBuffer.wrap(log, base, 4).getInt();
        java.io.ByteArrayOutputStream mixed = new java.io.ByteArrayOutputStream();
        mixed.write(forged);
        mixed.write(log, base + first, log.length - base - first);
        Files.write(file(), mixed.toByteArray());
        PlayLogException refused = assertThrows(PlayLogException.class, this::open);
        assertTrue(String.valueOf(refused.getMessage()).contains("breaks after entry 1"), refused.toString());
    }

    @Test
    void anotherDevicesLogIsRefused() throws IOException {
        try (PlayLog log = open()) {
            append(log, 1);
        }
        try (var other = sealswarm.license.device.DeviceKeys.random(new java.security.SecureRandom())) {
            assertThrows(PlayLogException.class, () -> PlayLog.open(file(), other.deviceId(), 1));
        }
    }

    @Test
    void uploadIsAcceptedByTheServersCheckAndAcknowledgedEntriesGo() throws Exception {
        try (PlayLog log = open()) {
            append(log, 3);
            assertTrue(log.acknowledged(head(1, 2, hashAt(log, 2))));
            assertEquals(1, log.pending());
            UsageUpload rest = log.nextUpload(shop.device.signing()).orElseThrow();
            Segment segment = Segment.verified(rest, shop.device.signing().verifyKey());
            assertEquals(3, segment.head().firstSeq());
        }
        try (PlayLog log = open()) {
            assertEquals(1, log.pending());
            assertEquals(3, log.head().seq());
        }
    }

    @Test
    void acknowledgementOfOtherEntriesDeletesNothing() throws IOException {
        try (PlayLog log = open()) {
            append(log, 2);
            assertFalse(log.acknowledged(head(1, 2, Sha256Hex.of(new byte[] {1}))));
            assertFalse(log.acknowledged(head(1, 3, Sha256Hex.of(new byte[] {1}))));
            assertFalse(log.acknowledged(head(1, 0, ReceiptChain.genesis(shop.device.deviceId(), 1))));
            assertEquals(2, log.pending());
        }
    }

    @Test
    void laterEpochBeginsANewLog() throws IOException {
        try (PlayLog log = open()) {
            append(log, 2);
            assertTrue(log.acknowledged(head(2, 0, ReceiptChain.genesis(shop.device.deviceId(), 2))));
            assertEquals(0, log.pending());
            append(log, 1);
            assertEquals(2, log.head().epoch());
            assertEquals(1, log.head().seq());
        }
        try (PlayLog log = open()) {
            assertEquals(2, log.head().epoch());
        }
    }

    @Test
    void manyEntriesGoUpInSegmentsOnce() throws Exception {
        try (PlayLog log = open()) {
            append(log, SegmentHead.MAX_ENTRIES + 1);
            List<Long> first = new ArrayList<>();
            ReceiptUpload upload = upload(log);
            ReceiptUpload.Outcome outcome = upload.run(sent -> {
                SegmentHead head = Segment.verified(sent, shop.device.signing().verifyKey())
                        .head();
                first.add(head.firstSeq());
                return answer(head, "accepted");
            });
            assertEquals(List.of(1L, SegmentHead.MAX_ENTRIES + 1L), first);
            assertEquals(SegmentHead.MAX_ENTRIES + 1, outcome.acknowledged());
            assertEquals(0, log.pending());
        }
    }

    @Test
    void serverThatIsDownLeavesEverythingQueued() throws IOException {
        try (PlayLog log = open()) {
            append(log, 2);
            assertThrows(IOException.class, () -> upload(log).run(sent -> {
                throw new java.net.ConnectException("refused");
            }));
            assertEquals(2, log.pending());
        }
    }

    @Test
    void serverThatAcknowledgesNothingIsNotAskedForEver() throws Exception {
        try (PlayLog log = open()) {
            append(log, 2);
            List<Integer> asked = new ArrayList<>();
            upload(log).run(sent -> {
                asked.add(1);
                LogHead none = head(1, 0, ReceiptChain.genesis(shop.device.deviceId(), 1));
                return new UsageAnswer(
                        List.of(new UsageItem(1, "held", "a gap")), SignedJson.of(none.sign(shop.documents)));
            });
            assertEquals(1, asked.size());
            assertEquals(2, log.pending());
        }
    }

    @Test
    void acknowledgementOfAStrangerIsRefused() throws IOException {
        try (PlayLog log = open()) {
            append(log, 1);
            assertThrows(sealswarm.format.problem.FormatException.class, () -> upload(log)
                    .run(sent -> {
                        LogHead forged = head(1, 1, hashAt(log, 1));
                        return new UsageAnswer(List.of(), SignedJson.of(forged.sign(shop.device.signing())));
                    }));
            assertEquals(1, log.pending());
        }
    }

    @Test
    void fileIsForItsOwnerOnly() throws IOException {
        try (PlayLog log = open()) {
            append(log, 1);
        }
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertTrue(new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1).contains("\"seq\":1"));
    }

    private UsageAnswer answer(SegmentHead head, String verdict) {
        LogHead server = head(head.epoch(), head.lastSeq(), head.headHash());
        return new UsageAnswer(
                List.of(new UsageItem(head.firstSeq(), verdict, null)), SignedJson.of(server.sign(shop.documents)));
    }

    private ReceiptUpload upload(PlayLog log) {
        return new ReceiptUpload(
                log, shop.device.signing(), shop.serverKeys(), new PrivateFile(work.resolve("head"), 10_000));
    }

    private LogHead head(long epoch, long seq, Sha256Hex hash) {
        return new LogHead(shop.device.deviceId(), epoch, seq, hash, SampleLicense.NOW);
    }

    private static Sha256Hex hashAt(PlayLog log, int seq) {
        return ReceiptChain.hash(log.entries().get(seq - 1).canonicalBytes());
    }

    private Path file() {
        return work.resolve("receipts.log");
    }

    private PlayLog open() throws IOException {
        return PlayLog.open(file(), shop.device.deviceId(), 1);
    }

    private void append(PlayLog log, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            log.append((device, epoch, seq, prev) -> entry(epoch, seq, prev, 0));
        }
    }

    private PlayEntry entry(long epoch, long seq, Sha256Hex prev, long playedMs) {
        return new PlayEntry(
                shop.device.deviceId(),
                epoch,
                seq,
                prev,
                LicenseId.of(SampleLicense.GRANT, shop.device.deviceId(), 1),
                1,
                SampleLicense.GRANT,
                new TitleId("demo-film"),
                new TrackId("hd"),
                new PlayId(Base64Url.encode(new byte[16])),
                SampleLicense.NOW,
                ClockState.WALL,
                0,
                playedMs,
                playedMs,
                List.of(),
                Reason.INTERVAL,
                ByteSources.NONE,
                "none",
                Sha256Hex.of(new byte[] {1}));
    }

    @Test
    void emptyLogHasNothingToUpload() throws IOException {
        try (PlayLog log = open()) {
            assertEquals(Optional.empty(), log.nextUpload(shop.device.signing()));
        }
    }
}
