package sealswarm.overlay.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import sealswarm.overlay.ack.AckStatement;
import sealswarm.overlay.ack.Digest32;
import sealswarm.overlay.ack.Meeting;
import sealswarm.overlay.ack.TransferAck;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.hostile.Misdeed.Entry;
import sealswarm.overlay.hostile.Misdeed.Fate;
import sealswarm.overlay.membership.SampleMember;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.RequestNonce;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TrustDomain;
import sealswarm.overlay.wire.BlockRange;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.PeerId;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.PeerMessage.Signal;

/** What can be done wrong with {@code ss_auth} and {@code ss_ack}, against a member that has everything. */
final class MemberMisdeeds {
    private static final int AUTH = 1;
    private static final int ACK = 2;
    private static final int VICTIMS_AUTH = 11;
    private static final int VICTIMS_ACK = 12;
    private static final int EXTENDED = 20;
    private static final byte NONCE = 1;
    private static final byte PROOF = 2;
    private static final int BLOCK = 16_384;
    private static final int UNCHOKE = 1;
    private static final int PIECE = 7;
    private static final int AHEAD_BLOCKS = 100;
    private static final int FREE_BLOCKS = (8 << 20) / BLOCK;
    private static final int ENOUGH_BLOCKS = 2 * FREE_BLOCKS;
    private static final int DRY_MILLIS = 1_000;
    private static final AtomicInteger NEXT_KEY = new AtomicInteger(1_000);

    private MemberMisdeeds() {}

    static List<Misdeed> all() {
        return List.of(
                member("41a", "gives back the nonce it was told", Fate.GONE, Member::echo),
                member("41b", "shows another's certificate", Fate.GONE, Member::steal),
                member("41c", "shows a certificate that it made itself", Fate.KEPT, member -> {
                    member.introduce();
                    member.prove(member.certificate(member.key));
                }),
                member("41d", "proves before it has told a nonce", Fate.GONE, member -> {
                    member.say(VICTIMS_AUTH, PROOF, new byte[206]);
                }),
                member("41e", "proves itself again and again", Fate.GONE, member -> {
                    member.introduce();
                    for (int i = 0; i < 9; i++) {
                        member.prove(member.certificate(SampleMember.EDGE));
                    }
                }),
                member("42a", "acknowledges without having proved anything", Fate.GONE, member -> {
                    member.introduce();
                    member.acknowledge(member.ack(0, 1, Digest32.ZERO));
                }),
                member("42b", "acknowledges more than it was sent", Fate.GONE, member -> {
                    member.enter();
                    member.acknowledge(member.ack(0, 1 << 20, Digest32.ZERO));
                }),
                member("42c", "acknowledges for another session", Fate.GONE, member -> {
                    member.enter();
                    member.take(1);
                    member.acknowledge(member.ackOf(Digest32.ofContent(new byte[1]), 0, BLOCK, Digest32.ZERO));
                }),
                member("42d", "repeats an ack in a flood", Fate.GONE, member -> {
                    member.enter();
                    member.take(1);
                    TransferAck ack = member.ack(0, BLOCK, Digest32.ZERO);
                    for (int i = 0; i < 20; i++) {
                        member.acknowledge(ack);
                    }
                }),
                member("42e", "takes back what it acknowledged", Fate.GONE, member -> {
                    member.enter();
                    member.take(2);
                    TransferAck first = member.ack(0, 2 * BLOCK, Digest32.ZERO);
                    member.acknowledge(first);
                    member.acknowledge(member.ack(1, BLOCK, first.hash()));
                }),
                member("42f", "acknowledges with no whole ack", Fate.GONE, member -> {
                    member.enter();
                    member.say(VICTIMS_ACK, new byte[TransferAck.SIZE_BYTES - 1]);
                }),
                member("43", "takes and never acknowledges", Fate.KEPT, member -> {
                    member.enter();
                    member.takeUntilItDries();
                }));
    }

    /** What a member does. */
    private interface Play {
        void run(Member member) throws IOException;
    }

    private static Misdeed member(String id, String name, Fate fate, Play play) {
        return Misdeed.of(id, name, fate, (wire, scene) -> play.run(new Member(wire, scene)))
                .by(Entry.NONE);
    }

    /** The script's own half of membership. */
    private static final class Member {
        private final Wire wire;
        private final SwarmId swarmId;
        private final PeerId self = Wire.freshId();
        private final PeerSigningKey key = SampleMember.key(NEXT_KEY.incrementAndGet());
        private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        private final RequestNonce nonce;
        private final PeerId victim;
        private Optional<Meeting> meeting = Optional.empty();

        Member(Wire wire, Scene scene) throws IOException {
            this.wire = wire;
            this.swarmId = new SwarmId(
                    scene.sample().metainfo(scene.form()).infoHashes().swarmId().hex());
            byte[] bytes = new byte[RequestNonce.SIZE_BYTES];
            ByteBuffer.wrap(bytes).putInt(NEXT_KEY.get());
            this.nonce = RequestNonce.of(bytes);
            this.victim = wire.enter(scene.wireId(), self, Handshake.EXTENSION_PROTOCOL)
                    .peerId();
            wire.say(new PeerMessage.Extended(
                    0, BencodeString.of("d1:md6:ss_acki" + ACK + "e7:ss_authi" + AUTH + "eee")));
        }

        /** The next thing the victim says under one of our numbers. */
        private byte[] hear(int extension) throws IOException {
            byte[] frame = wire.nextFrame(EXTENDED);
            while (frame[1] != extension) {
                frame = wire.nextFrame(EXTENDED);
            }
            return Arrays.copyOfRange(frame, 2, frame.length);
        }

        void say(int extension, byte[] payload) throws IOException {
            wire.say(new PeerMessage.Extended(extension, BencodeString.of(payload)));
        }

        void say(int extension, byte kind, byte[] rest) throws IOException {
            say(
                    extension,
                    ByteBuffer.allocate(1 + rest.length).put(kind).put(rest).array());
        }

        void echo() throws IOException {
            say(VICTIMS_AUTH, hear(AUTH));
        }

        void introduce() throws IOException {
            say(VICTIMS_AUTH, NONCE, nonce.bytes());
            byte[] theirs = hear(AUTH);
            meeting = Optional.of(new Meeting(
                    swarmId,
                    new Meeting.Party(self, nonce),
                    new Meeting.Party(victim, RequestNonce.of(Arrays.copyOfRange(theirs, 1, theirs.length)))));
        }

        private Meeting meeting() {
            return meeting.orElseThrow();
        }

        PeerCertificate certificate(PeerSigningKey by) {
            return SampleMember.certificate(key, swarmId, TrustDomain.USER, now, by);
        }

        void prove(PeerCertificate certificate) throws IOException {
            say(VICTIMS_AUTH, PROOF, meeting().prove(certificate, key).bytes());
        }

        void steal() throws IOException {
            introduce();
            byte[] proof = meeting().prove(certificate(SampleMember.EDGE), key).bytes();
            byte[] stolen = SampleMember.certificate(SampleMember.key(5), swarmId, TrustDomain.USER, now)
                    .bytes();
            System.arraycopy(stolen, 0, proof, 0, stolen.length);
            say(VICTIMS_AUTH, PROOF, proof);
        }

        /** As an honest member does. */
        void enter() throws IOException {
            introduce();
            prove(certificate(SampleMember.EDGE));
            wire.say(Signal.INTERESTED);
        }

        TransferAck ack(int sequence, long bytes, Digest32 previous) {
            return ackOf(meeting().session(), sequence, bytes, previous);
        }

        TransferAck ackOf(Digest32 session, int sequence, long bytes, Digest32 previous) {
            long second = now.getEpochSecond();
            return new AckStatement(
                            swarmId,
                            HostileMemberIT.VICTIM.publicKey(),
                            key.publicKey(),
                            session,
                            sequence,
                            bytes,
                            second,
                            second,
                            previous)
                    .sign(key);
        }

        void acknowledge(TransferAck ack) throws IOException {
            say(VICTIMS_ACK, ack.bytes());
        }

        /** Asks for so many blocks and gets them. */
        void take(int blocks) throws IOException {
            for (int i = 0; i < blocks; i++) {
                wire.say(new PeerMessage.Request(new BlockRange(0, 0, BLOCK)));
            }
            for (int i = 0; i < blocks; i++) {
                wire.nextFrame(PIECE);
            }
        }

        /** Asks for more than it may have without acknowledging, until no more comes. */
        void takeUntilItDries() throws IOException {
            wire.nextFrame(UNCHOKE);
            int taken = 0;
            for (int i = 0; i < AHEAD_BLOCKS; i++) {
                wire.say(new PeerMessage.Request(new BlockRange(0, 0, BLOCK)));
            }
            wire.waitAtMost(DRY_MILLIS);
            try {
                while (taken < ENOUGH_BLOCKS) {
                    wire.nextFrame(PIECE);
                    taken++;
                    wire.say(new PeerMessage.Request(new BlockRange(0, 0, BLOCK)));
                }
                throw new AssertionError("it was sent " + taken + " blocks and owes every ack");
            } catch (SocketTimeoutException e) {
                assertTrue(taken >= FREE_BLOCKS, () -> "it waits too early");
            } finally {
                wire.waitAtMost(Wire.GONE_MILLIS);
            }
        }
    }
}
