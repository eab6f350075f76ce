package sealswarm.overlay.membership;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import sealswarm.overlay.ack.AckBatch;
import sealswarm.overlay.ack.AuthProof;
import sealswarm.overlay.ack.Meeting;
import sealswarm.overlay.ack.TransferAck;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.ext.ExtensionHandshake;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.swarm.Membership;
import sealswarm.overlay.swarm.MonotonicClock;
import sealswarm.overlay.swarm.PeerFilter;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.RequestNonce;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TrustDomain;
import sealswarm.overlay.wire.PeerId;
import sealswarm.overlay.wire.WireException;

/**
 * A {@link Membership} by peer certificates: proves our own, judges others', signs acks for what we verified and collects those for
 * what we sent. Until {@link #certified} tells our certificate, everybody is a stranger to us and we to them. One swarm's event loop
 * owns it.
 */
public final class CertifiedMembership implements Membership {
    /** Number we give {@code ss_auth}. */
    static final int AUTH = 11;

    /** Number we give {@code ss_ack}. */
    static final int ACK = 12;

    /** Name of the extension that tells who a peer is. */
    static final String AUTH_NAME = "ss_auth";

    /** Name of the extension that carries acks. */
    static final String ACK_NAME = "ss_ack";

    /** Longest message of either. */
    static final int MAX_MESSAGE_BYTES = 4 << 10;

    /** Proofs taken of one connection: one, and one more with each new certificate. */
    static final int MAX_PROOFS = 8;

    /** Recipients counted between two calls of {@link #takeDelivered}. */
    static final int MAX_RECIPIENTS = 10_000;

    /** Keys remembered because their owner lied; each took a token. */
    static final int MAX_CONVICTED = 10_000;

    /** What a peer may take to prove who it is where strangers may not be. */
    static final long STRANGER_MILLIS = 10_000;

    /** First byte of a message that tells a nonce. */
    static final byte NONCE = 1;

    /** First byte of a message that proves a certificate. */
    static final byte PROOF = 2;

    private final Self self;
    private final InstantSource wall;
    private final MonotonicClock clock;
    private final RandomGenerator random;
    private final AckOutbox outbox = new AckOutbox();
    private final Map<Peer, Encounter> encounters = new LinkedHashMap<>();
    private final Set<PeerPublicKey> convicted = new HashSet<>();
    private final Map<Recipient, Long> delivered = new LinkedHashMap<>();
    private Optional<PeerCertificate> own = Optional.empty();
    private Set<PeerPublicKey> edgeKeys = Set.of();
    private Optional<Door> door = Optional.empty();
    private PeerFilter strangers = PeerFilter.NONE;
    private long certifiedMillis = Long.MAX_VALUE;

    /**
     * Who we are in the swarm.
     *
     * @param swarmId the swarm
     * @param peerId what we call ourselves in handshakes
     * @param key our key for this track
     */
    public record Self(SwarmId swarmId, PeerId peerId, PeerSigningKey key) {}

    /**
     * Who was sent something.
     *
     * @param subject its pseudonym
     * @param domain what it proved to be
     */
    public record Recipient(Pseudonym subject, TrustDomain domain) {}

    /**
     * A membership without a certificate as yet.
     *
     * @param wall the time certificates and acks are dated by
     * @param random chance for nonces; a secure source in production
     */
    public CertifiedMembership(Self self, InstantSource wall, MonotonicClock clock, RandomGenerator random) {
        this.self = self;
        this.wall = wall;
        this.clock = clock;
        this.random = random;
    }

    /** What is kept for the edge. */
    public AckOutbox outbox() {
        return outbox;
    }

    /** Takes back acks that an earlier run did not hand in. */
    public void restore(List<AckBatch> kept) {
        outbox.restore(kept);
    }

    /**
     * Takes our certificate, the first or the next, and the keys of the edges whose certificates count.
     *
     * @throws IllegalArgumentException if the certificate is for another key or swarm
     */
    public void certified(PeerCertificate certificate, Set<PeerPublicKey> issuers) {
        if (!certificate.peerKey().equals(self.key().publicKey())
                || !certificate.swarmId().equals(self.swarmId())) {
            throw new IllegalArgumentException("the certificate is for another key or swarm");
        }
        own = Optional.of(certificate);
        edgeKeys = Set.copyOf(issuers);
        certifiedMillis = Math.min(certifiedMillis, clock.millis());
        for (Encounter each : List.copyOf(encounters.values())) {
            prove(each);
            Optional<AuthProof> waiting = each.unjudged;
            each.unjudged = Optional.empty();
            try {
                if (waiting.isPresent()) {
                    judge(each, waiting.get());
                }
            } catch (WireException e) {
                door.ifPresent(way -> way.drop(each.peer));
            }
        }
    }

    /**
     * Says where peers may be from that prove nothing; all others get no block, and are gone {@link #STRANGER_MILLIS} after they came,
     * or after we could first tell. Asked when a peer joins and every second.
     */
    public void admitStrangers(PeerFilter from) {
        strangers = from;
        encounters.values().forEach(this::look);
    }

    private void look(Encounter encounter) {
        encounter.welcome = strangers.admits(encounter.peer.link().remoteHost());
    }

    @Override
    public void opened(Door way) {
        door = Optional.of(way);
    }

    @Override
    public Map<String, Integer> extensions() {
        return Map.of(AUTH_NAME, AUTH, ACK_NAME, ACK);
    }

    @Override
    public void joined(Peer peer) {
        byte[] nonce = new byte[RequestNonce.SIZE_BYTES];
        random.nextBytes(nonce);
        Encounter encounter =
                new Encounter(peer, RequestNonce.of(nonce), wall.instant().getEpochSecond(), clock.millis());
        look(encounter);
        encounters.put(peer, encounter);
    }

    @Override
    public void introduced(Peer peer, ExtensionHandshake told) {
        Encounter encounter = encounters.get(peer);
        Integer auth = told.extensions().get(AUTH_NAME);
        Integer ack = told.extensions().get(ACK_NAME);
        if (encounter == null || encounter.numbers.isPresent() || auth == null || ack == null) {
            return;
        }
        encounter.numbers = Optional.of(new Encounter.Numbers(auth, ack));
        byte[] nonce = encounter.nonce.bytes();
        encounter.say(
                auth,
                ByteBuffer.allocate(1 + nonce.length).put(NONCE).put(nonce).array(),
                clock.millis());
        prove(encounter);
    }

    private void prove(Encounter encounter) {
        if (own.isEmpty()
                || encounter.meeting.isEmpty()
                || encounter.numbers.isEmpty()
                || encounter.shown.equals(own)) {
            return;
        }
        encounter.shown = own;
        byte[] proof = encounter.meeting.get().prove(own.get(), self.key()).bytes();
        encounter.say(
                encounter.numbers.get().auth(),
                ByteBuffer.allocate(1 + proof.length).put(PROOF).put(proof).array(),
                clock.millis());
    }

    @Override
    public void received(Peer peer, int extension, BencodeString payload) throws WireException {
        Encounter encounter = encounters.get(peer);
        if (encounter == null || (extension != AUTH && extension != ACK)) {
            return;
        }
        if (payload.length() < 1 || payload.length() > MAX_MESSAGE_BYTES) {
            throw breach("a message of membership of " + payload.length() + " bytes");
        }
        byte[] bytes = payload.bytes();
        if (extension == ACK) {
            takeAck(encounter, bytes);
        } else if (bytes[0] == NONCE) {
            takeNonce(encounter, bytes);
        } else if (bytes[0] == PROOF) {
            takeProof(encounter, bytes);
        }
    }

    private void takeNonce(Encounter encounter, byte[] bytes) throws WireException {
        if (encounter.meeting.isPresent() || bytes.length != 1 + RequestNonce.SIZE_BYTES) {
            throw breach("a second nonce, or one of another length");
        }
        RequestNonce theirs = RequestNonce.of(Arrays.copyOfRange(bytes, 1, bytes.length));
        if (theirs.equals(encounter.nonce)) {
            throw breach("our own nonce");
        }
        encounter.meeting = Optional.of(new Meeting(
                self.swarmId(),
                new Meeting.Party(self.peerId(), encounter.nonce),
                new Meeting.Party(encounter.peer.handshake().peerId(), theirs)));
        prove(encounter);
    }

    private void takeProof(Encounter encounter, byte[] bytes) throws WireException {
        Optional<AuthProof> proof = AuthProof.parse(Arrays.copyOfRange(bytes, 1, bytes.length));
        if (encounter.meeting.isEmpty() || proof.isEmpty() || ++encounter.proofs > MAX_PROOFS) {
            throw breach("a proof without a nonce, malformed, or one too many");
        }
        if (own.isEmpty()) {
            encounter.unjudged = proof;
        } else {
            judge(encounter, proof.get());
        }
    }

    private void judge(Encounter encounter, AuthProof proof) throws WireException {
        PeerCertificate certificate = proof.certificate();
        Meeting.Verdict verdict = encounter.meeting.orElseThrow().judge(proof, edgeKeys, wall.instant());
        if (verdict == Meeting.Verdict.FORGED
                || certificate.peerKey().equals(self.key().publicKey())
                || convicted.contains(certificate.peerKey())
                || encounter
                        .proven
                        .filter(before -> !before.peerKey().equals(certificate.peerKey()))
                        .isPresent()) {
            throw breach("a certificate that is not its own, or not welcome");
        }
        if (verdict == Meeting.Verdict.PROVEN) {
            encounter.proven = Optional.of(certificate);
            reconsider(encounter);
        }
    }

    private void takeAck(Encounter encounter, byte[] bytes) throws WireException {
        if (encounter.proofs == 0) {
            throw breach("an ack of a stranger");
        }
        if (!encounter.owesAcks()) {
            return;
        }
        TransferAck ack = TransferAck.parse(bytes).orElseThrow(() -> breach("a malformed ack"));
        PeerCertificate downloader = encounter.proven.orElseThrow();
        if (!ack.statement().swarmId().equals(self.swarmId())
                || !ack.statement()
                        .session()
                        .equals(encounter.meeting.orElseThrow().session())
                || !ack.statement().uploader().equals(self.key().publicKey())
                || !ack.statement().downloader().equals(downloader.peerKey())) {
            throw breach("an ack for another session");
        }
        switch (encounter.taker.take(ack, wall.instant(), clock.millis())) {
            case TAKEN -> {
                outbox.add(encounter.shown.orElseThrow(), downloader, ack);
                reconsider(encounter);
            }
            case REPEATED -> {}
            case WRONG -> throw breach("an ack that cannot be right");
            case FLOOD -> throw breach("an ack flood");
        }
    }

    @Override
    public void left(Peer peer) {
        encounters.remove(peer);
    }

    @Override
    public void convicted(Peer peer) {
        Encounter encounter = encounters.get(peer);
        if (encounter != null) {
            encounter
                    .proven
                    .filter(certificate -> convicted.size() < MAX_CONVICTED)
                    .ifPresent(certificate -> convicted.add(certificate.peerKey()));
        }
    }

    @Override
    public void verified(Peer peer, int bytes) {
        Encounter encounter = encounters.get(peer);
        if (encounter != null) {
            encounter.giver.verified(bytes);
            acknowledgeIfDue(encounter);
        }
    }

    @Override
    public void delivered(Peer peer, int bytes) {
        Encounter encounter = encounters.get(peer);
        if (encounter != null) {
            encounter.taker.delivered(bytes);
            encounter.proven.ifPresent(certificate -> count(encounter, certificate));
        }
    }

    /** What went out before the proof counts too: it was the same peer. */
    private void count(Encounter encounter, PeerCertificate certificate) {
        Recipient to = new Recipient(certificate.subject(), certificate.domain());
        if (delivered.size() < MAX_RECIPIENTS || delivered.containsKey(to)) {
            long all = encounter.taker.deliveredBytes();
            delivered.merge(to, all - encounter.countedBytes, Long::sum);
            encounter.countedBytes = all;
        }
    }

    /** Bytes sent to proven peers since the last call. */
    public Map<Recipient, Long> takeDelivered() {
        Map<Recipient, Long> taken = Map.copyOf(delivered);
        delivered.clear();
        return taken;
    }

    @Override
    public void settle(Peer peer) {
        Encounter encounter = encounters.get(peer);
        if (encounter != null) {
            acknowledge(encounter);
        }
    }

    private void acknowledgeIfDue(Encounter encounter) {
        if (encounter.giver.isDue(clock.millis())) {
            acknowledge(encounter);
        }
    }

    private void acknowledge(Encounter encounter) {
        if (!encounter.takesAcks()) {
            return;
        }
        long now = clock.millis();
        encounter
                .giver
                .next(
                        self.swarmId(),
                        encounter.proven.orElseThrow().peerKey(),
                        self.key(),
                        encounter.meeting.orElseThrow().session(),
                        wall.instant().getEpochSecond(),
                        now)
                .ifPresent(ack -> encounter.say(encounter.numbers.orElseThrow().ack(), ack.bytes(), now));
    }

    @Override
    public void second() {
        long epochSecond = wall.instant().getEpochSecond();
        for (Encounter encounter : List.copyOf(encounters.values())) {
            look(encounter);
            if (encounter
                    .proven
                    .filter(certificate -> epochSecond >= certificate.expiresAtEpochSecond())
                    .isPresent()) {
                encounter.proven = Optional.empty();
            }
            acknowledgeIfDue(encounter);
            if (isOverstaying(encounter)) {
                door.ifPresent(way -> way.drop(encounter.peer));
                continue;
            }
            if (encounter.served != serves(encounter.peer)) {
                reconsider(encounter);
            }
        }
    }

    private boolean isOverstaying(Encounter encounter) {
        return !encounter.isAdmitted()
                && certifiedMillis != Long.MAX_VALUE
                && clock.millis() - Math.max(certifiedMillis, encounter.joinedMillis) >= STRANGER_MILLIS;
    }

    private void reconsider(Encounter encounter) {
        encounter.served = serves(encounter.peer);
        door.ifPresent(way -> way.reconsider(encounter.peer));
    }

    @Override
    public boolean serves(Peer peer) {
        Encounter encounter = encounters.get(peer);
        return encounter != null
                && encounter.isAdmitted()
                && !(encounter.owesAcks() && encounter.taker.isOverdue(clock.millis()));
    }

    @Override
    public boolean sends(Peer peer) {
        Encounter encounter = encounters.get(peer);
        return encounter != null
                && encounter.isAdmitted()
                && !(encounter.owesAcks() && encounter.taker.isOver(clock.millis()));
    }

    @Override
    public TrustDomain domain(Peer peer) {
        return Optional.ofNullable(encounters.get(peer))
                .flatMap(encounter -> encounter.proven)
                .map(PeerCertificate::domain)
                .orElse(TrustDomain.STOCK);
    }

    private static WireException breach(String what) {
        return new WireException(WireException.Fault.BAD_FIELD, what);
    }
}
