package sealswarm.overlay.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.ack.AckBatch;
import sealswarm.overlay.ack.AckChain;
import sealswarm.overlay.ack.AckedSession;
import sealswarm.overlay.ack.TransferAck;
import sealswarm.overlay.membership.SampleMember;
import sealswarm.overlay.origin.SystemOriginDisk;
import sealswarm.overlay.origin.TrialDisk;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.PeerKeyThumbprint;
import sealswarm.overlay.token.Signature;
import sealswarm.overlay.token.TrustDomain;

class AckCollectorTest {
    private static final int MIB = 1 << 20;
    private static final int UP = 1;
    private static final int DOWN = 2;
    private static final long NOW = Dealing.NOW_SECOND;

    @TempDir
    Path directory;

    private Dealing dealing;

    @BeforeEach
    void open() throws IOException {
        dealing = new Dealing(new SystemOriginDisk(), directory, 0);
        dealing.introduce(UP, DOWN);
    }

    private static AckCollector.Outcome accepted(int count) {
        return new AckCollector.Outcome(count, 0, Optional.empty());
    }

    private void refuses(AckRefusal reason, int holder, AckedSession session) throws IOException {
        assertEquals(new AckCollector.Outcome(0, 0, Optional.of(reason)), dealing.hand(holder, session));
        assertEquals(0, dealing.account(UP).given());
        assertEquals(0, dealing.account(UP).unproven());
        assertEquals(0, dealing.account(DOWN).fromPeers());
    }

    @Test
    void whatIsBelievedIsOnBothAccountsAndInTheCreditsOfTheKey() throws IOException {
        assertEquals(accepted(2), dealing.hand(UP, dealing.session(UP, DOWN, 4 * MIB, 7 * MIB)));
        assertEquals(7 * MIB, dealing.account(UP).given());
        assertEquals(7 * MIB, dealing.account(DOWN).fromPeers());
        assertEquals(
                7L * MIB,
                dealing.collector
                        .credits()
                        .get(new AckCollector.Credit(
                                Dealing.SWARM, dealing.key(UP).publicKey())));
    }

    @Test
    void aSessionGoesOnInLaterBatchesAndARepeatCountsOnce() throws IOException {
        AckedSession whole = dealing.session(UP, DOWN, 4 * MIB, 8 * MIB, 9 * MIB);
        AckedSession first = new AckedSession(
                whole.uploader(), whole.downloader(), whole.acks().subList(0, 2));
        assertEquals(accepted(2), dealing.hand(UP, first));
        assertEquals(new AckCollector.Outcome(0, 2, Optional.empty()), dealing.hand(UP, first));
        assertEquals(new AckCollector.Outcome(1, 2, Optional.empty()), dealing.hand(UP, whole));
        assertEquals(9 * MIB, dealing.account(UP).given());
        AckBatch twice = new AckBatch(List.of(first, whole));
        assertEquals(
                2,
                dealing.collector.collect(twice, dealing.token(UP), Dealing.NOW).size());
        assertEquals(9 * MIB, dealing.account(UP).given());
    }

    @Test
    void whatWasBelievedSurvivesTheProcessAndATornTail() throws IOException {
        AckedSession whole = dealing.session(UP, DOWN, 4 * MIB, 8 * MIB);
        dealing.hand(
                UP,
                new AckedSession(
                        whole.uploader(), whole.downloader(), whole.acks().subList(0, 1)));
        dealing.collector.sentByHttp(new Account.Owner(Dealing.SWARM, Dealing.subject(DOWN), TrustDomain.USER), 5_000);
        dealing.collector.sentToPeer(new Account.Owner(Dealing.SWARM, Dealing.subject(DOWN), TrustDomain.USER), 6_000);
        dealing.collector.flush();
        List<Account> before = dealing.collector.accounts();
        Path file = directory.resolve("acks.log");
        Files.write(file, new byte[] {1, 20, 3, 4}, StandardOpenOption.APPEND);
        dealing.open();
        assertEquals(before, dealing.collector.accounts());
        assertEquals(5_000, dealing.account(DOWN).fromEdgeHttp());
        assertEquals(6_000, dealing.account(DOWN).fromEdgePeer());
        assertEquals(new AckCollector.Outcome(1, 1, Optional.empty()), dealing.hand(UP, whole));
        dealing.open();
        assertEquals(8 * MIB, dealing.account(UP).given());
    }

    @Test
    void nothingIsAnsweredThatIsNotDurable() throws IOException {
        TrialDisk disk = new TrialDisk();
        Dealing full = new Dealing(disk, directory.resolve("full"), 0);
        full.introduce(UP, DOWN);
        disk.fillAfter(10);
        AckedSession session = full.session(UP, DOWN, MIB);
        assertThrows(IOException.class, () -> full.hand(UP, session));
        assertEquals(List.of(), full.collector.accounts());
        disk.free();
        assertEquals(accepted(1), full.hand(UP, session));
        full.open();
        assertEquals(MIB, full.account(UP).given());
    }

    @Test
    void refusesAcksOfOthersAndOfOneself() throws IOException {
        refuses(AckRefusal.NOT_YOURS, DOWN, dealing.session(UP, DOWN, MIB));
        AckedSession own = dealing.session(UP, DOWN, MIB);
        PeerCertificate same = PeerCertificate.issue(
                dealing.token(UP)
                        .withPeerKey(PeerKeyThumbprint.ofKey(dealing.key(DOWN).publicKey())),
                dealing.key(DOWN).publicKey(),
                SampleMember.EDGE,
                Dealing.NOW.minusSeconds(60));
        refuses(AckRefusal.OWN_BYTES, UP, new AckedSession(own.uploader(), same, own.acks()));
    }

    @Test
    void refusesCertificatesOfOthersAndOfAnotherTime() throws IOException {
        AckedSession good = dealing.session(UP, DOWN, MIB);
        PeerCertificate foreign = PeerCertificate.issue(
                dealing.token(DOWN)
                        .withPeerKey(PeerKeyThumbprint.ofKey(dealing.key(DOWN).publicKey())),
                dealing.key(DOWN).publicKey(),
                SampleMember.key(99),
                Dealing.NOW.minusSeconds(60));
        refuses(AckRefusal.NOT_CERTIFIED, UP, new AckedSession(good.uploader(), foreign, good.acks()));
        PeerCertificate past = PeerCertificate.issue(
                dealing.token(DOWN)
                        .withPeerKey(PeerKeyThumbprint.ofKey(dealing.key(DOWN).publicKey())),
                dealing.key(DOWN).publicKey(),
                SampleMember.EDGE,
                Dealing.NOW.minusSeconds(PeerCertificate.MAX_LIFE_SECONDS));
        refuses(AckRefusal.NOT_CERTIFIED, UP, new AckedSession(good.uploader(), past, good.acks()));
    }

    @Test
    void refusesWhatIsTooOldAheadOfTimeOrTooFast() throws IOException {
        long age = AckRules.MAX_AGE_SECONDS;
        AckedSession late = dealing.sessionAt(UP, DOWN, NOW + 301, NOW + 301, MIB);
        refuses(AckRefusal.IN_THE_FUTURE, UP, late);
        AckedSession fast = dealing.sessionAt(UP, DOWN, NOW, NOW, AckChain.MAX_BYTES_PER_SECOND + 1);
        refuses(AckRefusal.TOO_FAST, UP, fast);
        assertEquals(
                Optional.of(AckRefusal.TOO_OLD),
                dealing.rules()
                        .ofSession(
                                dealing.sessionAt(UP, DOWN, NOW - 100, NOW - 100, MIB),
                                dealing.token(UP),
                                Dealing.NOW.plusSeconds(age - 99)));
        assertEquals(
                Optional.empty(),
                dealing.rules()
                        .ofSession(
                                dealing.sessionAt(UP, DOWN, NOW - 100, NOW - 100, MIB),
                                dealing.token(UP),
                                Dealing.NOW.plusSeconds(age - 100)));
    }

    @Test
    void refusesABrokenChainAndForgedSignatures() throws IOException {
        AckedSession whole = dealing.session(UP, DOWN, MIB, 2 * MIB, 3 * MIB);
        refuses(
                AckRefusal.NOT_NEXT,
                UP,
                new AckedSession(
                        whole.uploader(), whole.downloader(), whole.acks().subList(1, 3)));
        TransferAck forged = new TransferAck(whole.acks().get(0).statement(), Signature.of(new byte[64]));
        refuses(AckRefusal.BAD_SIGNATURE, UP, new AckedSession(whole.uploader(), whole.downloader(), List.of(forged)));
        AckedSession gap = new AckedSession(
                whole.uploader(),
                whole.downloader(),
                List.of(whole.acks().get(0), whole.acks().get(2)));
        assertEquals(new AckCollector.Outcome(1, 0, Optional.of(AckRefusal.NOT_NEXT)), dealing.hand(UP, gap));
        assertEquals(MIB, dealing.account(UP).given(), "what came before the gap counts");
    }

    @Test
    void refusesPairsThatTheTrackerDidNotIntroduce() throws IOException {
        refuses(AckRefusal.NOT_INTRODUCED, UP, dealing.session(UP, 3, MIB));
    }

    @Test
    void withoutALogOfTheTimeThereIsNoCreditAndNoBlame() throws IOException {
        Path other = directory.resolve("young");
        Dealing young = new Dealing(new SystemOriginDisk(), other, 0);
        IntroductionLog begun = IntroductionLog.open(new SystemOriginDisk(), other.resolve("begun"), NOW - 10);
        AckCollector collector = AckCollector.open(
                young.rules(), new SystemOriginDisk(), other.resolve("a.log"), begun, swarm -> Dealing.TRACK_BYTES);
        AckedSession session = young.session(UP, DOWN, MIB);
        assertEquals(
                List.of(accepted(1)), collector.collect(new AckBatch(List.of(session)), young.token(UP), Dealing.NOW));
        Account uploader = collector.accounts().get(0);
        assertEquals(MIB, uploader.unproven());
        assertEquals(0, uploader.given());
        assertEquals(java.util.Map.of(), collector.credits());
        assertEquals(List.of(), List.copyOf(collector.claims()));
    }

    @Test
    void refusesMoreOfATrackThanThereIsWhoeverSentIt() throws IOException {
        long most = dealing.rules().mostBytes(Dealing.TRACK_BYTES);
        assertEquals(Dealing.TRACK_BYTES + Dealing.TRACK_BYTES / 50, most);
        dealing.introduce(3, DOWN);
        assertEquals(accepted(1), dealing.hand(UP, dealing.session(UP, DOWN, most - MIB)));
        dealing.collector.sentByHttp(
                new Account.Owner(Dealing.SWARM, Dealing.subject(DOWN), TrustDomain.USER), MIB / 2);
        dealing.collector.flush();
        AckedSession over = dealing.session(3, DOWN, MIB / 2 + 1);
        assertEquals(new AckCollector.Outcome(0, 0, Optional.of(AckRefusal.OVER_SIZE)), dealing.hand(3, over));
        assertEquals(accepted(1), dealing.hand(3, dealing.session(3, DOWN, MIB / 2)));
        Dealing generous = new Dealing(new SystemOriginDisk(), directory.resolve("again"), MIB);
        generous.introduce(UP, DOWN);
        assertEquals(accepted(1), generous.hand(UP, generous.session(UP, DOWN, most + MIB)));
    }

    @Test
    void oneBatchCannotPassTheSizeInParts() throws IOException {
        long most = dealing.rules().mostBytes(Dealing.TRACK_BYTES);
        AckBatch batch =
                new AckBatch(List.of(dealing.session(UP, DOWN, most - MIB), dealing.session(UP, DOWN, 2 * MIB)));
        assertEquals(
                List.of(accepted(1), new AckCollector.Outcome(0, 0, Optional.of(AckRefusal.OVER_SIZE))),
                dealing.collector.collect(batch, dealing.token(UP), Dealing.NOW));
    }

    @Test
    void sessionsAndAccountsAreBounded() throws IOException {
        dealing.open(new AckCollector.Limits(2, 100));
        assertEquals(accepted(1), dealing.hand(UP, dealing.session(UP, DOWN, MIB)));
        assertEquals(accepted(1), dealing.hand(UP, dealing.session(UP, DOWN, MIB)));
        AckedSession third = dealing.session(UP, DOWN, MIB);
        assertThrows(AckCollector.FullException.class, () -> dealing.hand(UP, third));
        dealing.open(new AckCollector.Limits(100, 3));
        assertThrows(AckCollector.FullException.class, () -> dealing.hand(UP, third));
        dealing.open(new AckCollector.Limits(100, 4));
        assertEquals(accepted(1), dealing.hand(UP, third));
    }
}
