package sealswarm.overlay.collector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sealswarm.overlay.ack.AckBatch;
import sealswarm.overlay.ack.AckStatement;
import sealswarm.overlay.ack.AckedSession;
import sealswarm.overlay.ack.Digest32;
import sealswarm.overlay.ack.TransferAck;
import sealswarm.overlay.membership.SampleMember;
import sealswarm.overlay.origin.OriginDisk;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.PeerKeyThumbprint;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TrustDomain;

/** Peers of one track that acknowledge each other to a collector. */
final class Dealing {
    static final SwarmId SWARM = new SwarmId("ab".repeat(20));
    static final long TRACK_BYTES = 100 << 20;
    static final Instant NOW = Instant.ofEpochSecond(SampleMember.EPOCH_SECOND);
    static final long NOW_SECOND = NOW.getEpochSecond();

    final IntroductionLog log;
    private final OriginDisk disk;
    private final Path file;
    private final AckRules rules;
    AckCollector collector;
    private final Map<Integer, PeerSigningKey> keys = new HashMap<>();
    private final Map<Integer, PeerCertificate> certificates = new HashMap<>();
    private int sessions;

    Dealing(OriginDisk disk, Path directory, long redownloadBytes) throws IOException {
        this.disk = disk;
        this.file = directory.resolve("acks.log");
        // Begun long ago, so that who is not in it was not introduced.
        this.log = IntroductionLog.open(disk, directory.resolve("log"), NOW_SECOND - 100 * 3_600);
        this.rules = new AckRules(SampleMember.EDGES, redownloadBytes);
        this.collector = open();
    }

    AckCollector open() throws IOException {
        collector = AckCollector.open(rules, disk, file, log, swarm -> swarm.equals(SWARM) ? TRACK_BYTES : 0);
        return collector;
    }

    AckCollector open(AckCollector.Limits limits) throws IOException {
        collector = AckCollector.open(rules, disk, file, log, swarm -> TRACK_BYTES, limits);
        return collector;
    }

    AckRules rules() {
        return rules;
    }

    static Pseudonym subject(int number) {
        return Pseudonym.of(
                ByteBuffer.allocate(16).putInt(0x5a5a_5a5a).putInt(number).array());
    }

    PeerSigningKey key(int number) {
        return keys.computeIfAbsent(number, SampleMember::key);
    }

    PeerCertificate certificate(int number) {
        return certificates.computeIfAbsent(
                number,
                n -> PeerCertificate.issue(
                        token(n).withPeerKey(PeerKeyThumbprint.ofKey(key(n).publicKey())),
                        key(n).publicKey(),
                        SampleMember.EDGE,
                        NOW.minusSeconds(3_600)));
    }

    EdgeToken token(int number) {
        return EdgeToken.of(TokenKind.ANNOUNCE, TrustDomain.USER, SWARM, subject(number), NOW_SECOND + 80_000);
    }

    void introduce(int one, int other) {
        PairKey.of(SWARM, subject(one), subject(other)).ifPresent(pair -> log.introduced(pair, NOW_SECOND - 600));
    }

    /** Acks of one session of ten minutes that end now, one for each of the growing totals. */
    AckedSession session(int uploader, int downloader, long... totals) {
        return sessionAt(uploader, downloader, NOW_SECOND - 600, NOW_SECOND, totals);
    }

    /** As {@link #session} with times of its own. */
    AckedSession sessionAt(int uploader, int downloader, long from, long to, long... totals) {
        Digest32 session =
                Digest32.ofContent(ByteBuffer.allocate(4).putInt(++sessions).array());
        List<TransferAck> acks = new ArrayList<>();
        Digest32 previous = Digest32.ZERO;
        for (int i = 0; i < totals.length; i++) {
            TransferAck ack = new AckStatement(
                            SWARM,
                            key(uploader).publicKey(),
                            key(downloader).publicKey(),
                            session,
                            i,
                            totals[i],
                            from,
                            to,
                            previous)
                    .sign(key(downloader));
            acks.add(ack);
            previous = ack.hash();
        }
        return new AckedSession(certificate(uploader), certificate(downloader), acks);
    }

    AckCollector.Outcome hand(int holder, AckedSession session) throws IOException {
        return collector
                .collect(new AckBatch(List.of(session)), token(holder), NOW)
                .get(0);
    }

    /** A believed account. */
    Account account(int number) {
        return collector.accounts().stream()
                .filter(account -> account.owner().subject().equals(subject(number)))
                .findFirst()
                .orElse(Account.of(new Account.Owner(SWARM, subject(number), TrustDomain.USER)));
    }
}
