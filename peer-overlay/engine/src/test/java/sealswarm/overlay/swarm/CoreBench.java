package sealswarm.overlay.swarm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import sealswarm.overlay.merkle.HashRequest;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.peer.PeerLink;
import sealswarm.overlay.sim.Drive;
import sealswarm.overlay.sim.SimClock;
import sealswarm.overlay.sim.SimDisk;
import sealswarm.overlay.sim.SimHasher;
import sealswarm.overlay.sim.SimTrack;
import sealswarm.overlay.wire.BlockData;
import sealswarm.overlay.wire.BlockRange;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.PeerId;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.WireException;

/** A swarm on a bench: no socket, no thread, no file; time passes when the test says so. */
final class CoreBench {
    static final int PIECE = 65_536;

    final byte[] content;
    final TrackFacts facts;
    final SimDisk disk;
    final Swarm swarm;
    private final SimTrack track;
    private final SimClock clock = new SimClock();
    private int peers;
    private Optional<Deque<Runnable>> later = Optional.empty();

    /** What the metainfo offers for checking. */
    enum Checks {
        BY_LEAF,
        BY_SHA1
    }

    CoreBench(int size, Checks checks, SwarmSettings settings) {
        this(size, checks, settings, HeldBlocks.NONE);
    }

    CoreBench(int size, Checks checks, SwarmSettings settings, HeldBlocks held) {
        this.track =
                new SimTrack(size, PIECE, checks == Checks.BY_LEAF ? SimTrack.Form.HYBRID : SimTrack.Form.V1, size);
        this.content = new byte[size];
        track.content(0, size).copyTo(content, 0);
        this.facts = track.facts();
        this.disk = new SimDisk(track, clock, Drive.INSTANT);
        if (held.pieces().cardinality() > 0) {
            disk.fill();
        }
        this.swarm = new Swarm(
                facts,
                held,
                settings,
                Swarm.Rules.OPEN,
                new Swarm.Ports(disk, new Hasher(), clock, new SplittableRandom(5)));
    }

    static HeldBlocks all(int size) {
        BitSet pieces = new BitSet();
        pieces.set(0, (size + PIECE - 1) / PIECE);
        return new HeldBlocks(pieces, Map.of());
    }

    long now() {
        return clock.millis();
    }

    /** Lets time pass, ticking. */
    void pass(long millis) {
        for (long passed = 0; passed < millis; passed += Swarm.TICK_MILLIS) {
            clock.pass(Swarm.TICK_MILLIS * SimClock.MILLI);
            swarm.tick();
        }
    }

    MerkleLayer leaves(int piece) {
        return track.leaves(facts.firstLeaf(piece), facts.layout().blockCount(piece));
    }

    private PeerId freshId() {
        byte[] id = new byte[PeerId.LENGTH];
        Arrays.fill(id, (byte) ++peers);
        return PeerId.of(id);
    }

    Remote join(Peer.Protocol protocol) {
        return new Remote(protocol, "127.0.0.1");
    }

    /** Another connection under {@code other}'s peer id. */
    Remote joinAs(Remote other, String host) {
        return new Remote(Peer.Protocol.V2, host, other.id);
    }

    /** Hashes are made when {@link #hashNow} is called, no sooner. */
    void hashLater() {
        later = Optional.of(new ArrayDeque<>());
    }

    /** Makes all hashes that wait, and those that follow from them. */
    void hashNow() {
        for (Runnable next = later.orElseThrow().poll();
                next != null;
                next = later.orElseThrow().poll()) {
            next.run();
        }
    }

    Remote joinFrom(String host) {
        return new Remote(Peer.Protocol.V2, host);
    }

    /** A remote peer played by the test. */
    final class Remote implements PeerLink {
        final List<PeerMessage> told = new ArrayList<>();
        final Optional<Peer> peer;
        boolean closed;
        boolean writable = true;
        private final String host;
        private final PeerId id;
        private int answered;

        Remote(Peer.Protocol protocol, String host) {
            this(protocol, host, freshId());
        }

        Remote(Peer.Protocol protocol, String host, PeerId id) {
            this.host = host;
            this.id = id;
            Handshake handshake =
                    new Handshake(InfoHash.of(new byte[20]), id, Handshake.FAST | Handshake.EXTENSION_PROTOCOL);
            this.peer = swarm.join(this, handshake, protocol);
        }

        void says(PeerMessage... messages) throws WireException {
            for (PeerMessage message : messages) {
                swarm.receive(peer.orElseThrow(), message);
            }
            swarm.inputEnded(peer.orElseThrow());
        }

        /** Says it has everything and serves us. */
        Remote seeds() throws WireException {
            says(PeerMessage.Signal.HAVE_ALL, PeerMessage.Signal.UNCHOKE);
            return this;
        }

        /** Requests of ours that have not been answered by {@link #answerNext}. */
        List<BlockRange> requests() {
            return told.stream()
                    .filter(PeerMessage.Request.class::isInstance)
                    .map(message -> ((PeerMessage.Request) message).range())
                    .toList();
        }

        List<PeerMessage> all(PeerMessage.Kind kind) {
            return told.stream().filter(message -> message.kind() == kind).toList();
        }

        /** Answers the oldest unanswered request; false if there is none. */
        boolean answerNext(Answer answer) throws WireException {
            List<BlockRange> requests = requests();
            if (closed || answered >= requests.size()) {
                return false;
            }
            says(block(requests.get(answered++), answer));
            return true;
        }

        /** Answers until nothing more is asked. */
        void answerAll(Answer answer) throws WireException {
            boolean more = true;
            while (more) {
                more = answerNext(answer);
            }
        }

        @Override
        public void send(PeerMessage message) {
            told.add(message);
        }

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public void pauseInput() {}

        @Override
        public void resumeInput() {}

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public String remoteHost() {
            return host;
        }

        @Override
        public boolean isLoopback() {
            return host.startsWith("127.");
        }
    }

    /** Whether a remote tells the truth. */
    enum Answer {
        RIGHT,
        WRONG
    }

    PeerMessage.Piece block(BlockRange range, Answer answer) {
        int offset = (int) facts.layout().pieceOffset(range.piece()) + range.begin();
        byte[] bytes = Arrays.copyOfRange(content, offset, offset + range.length());
        if (answer == Answer.WRONG) {
            bytes[range.length() / 2] ^= 1;
        }
        return new PeerMessage.Piece(range.piece(), range.begin(), BlockData.adopt(bytes));
    }

    PeerMessage.Hashes hashes(HashRequest range) {
        byte[] packed = new byte[range.length() * MerkleHash.LENGTH];
        int piece = range.index() / range.length();
        byte[] leaves = leaves(piece).packed();
        System.arraycopy(leaves, 0, packed, 0, leaves.length);
        return new PeerMessage.Hashes(range, MerkleLayer.of(packed));
    }

    /** Hashes at once, or later. */
    private final class Hasher implements BlockHasher {
        private final SimHasher atOnce = new SimHasher(track, clock, 0);

        private void when(Runnable task) {
            later.ifPresentOrElse(tasks -> tasks.add(task), task);
        }

        @Override
        public void leaves(List<BlockData> blocks, Consumer<List<MerkleHash>> done) {
            when(() -> atOnce.leaves(blocks, done));
        }

        @Override
        public void sha1(List<BlockData> blocks, Consumer<byte[]> done) {
            when(() -> atOnce.sha1(blocks, done));
        }
    }
}
