package sealswarm.overlay.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sealswarm.overlay.merkle.HashRequest;
import sealswarm.overlay.merkle.LeafSidecar;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.merkle.MerkleNodes;

/**
 * The leaves of pieces as far as they are known and proven: in memory those last used, on disk those of finished pieces. Leaves
 * that are wanted come from the sidecar, then from a mirror of it, then from peers; where nobody gives them the piece is checked as
 * a whole.
 */
final class LeafBook implements MerkleNodes {
    /** Leaves kept in memory: 4 MiB. */
    static final int MAX_CACHED_LEAVES = (4 << 20) / MerkleHash.LENGTH;

    /** Peers asked in turn for the leaves of one piece, before it is checked as a whole. */
    static final int MAX_ASKED = 3;

    /** Whoever has not answered after so many seconds may still do so, but another is asked too. */
    static final int ANSWER_SECONDS = 5;

    private final TrackFacts facts;
    private final BlockDisk disk;
    private final MerkleHasher hasher = new MerkleHasher();
    private final Map<Integer, MerkleLayer> cached = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<HashRequest, Question> asked = new HashMap<>();
    private final Map<Integer, Set<Object>> tried = new HashMap<>();
    private final BitSet wanted = new BitSet();
    private final Asker peers;
    private @Nullable LeafSource mirror;
    private int cachedLeaves;

    /** Leaves of a piece that were asked for. */
    private static final class Question {
        final int piece;
        int unanswered;
        int secondsSinceAsked;

        Question(int piece) {
            this.piece = piece;
        }
    }

    /** Asks some peer for a range of nodes. */
    interface Asker {
        /** Asks a peer that is not in {@code tried}, and tells which: its answer or refusal will come. */
        Optional<Object> ask(int piece, HashRequest range, Set<Object> tried);

        /** Leaves of {@code piece} have become known. */
        void known(int piece);
    }

    LeafBook(TrackFacts facts, BlockDisk disk, Asker peers) {
        this.facts = facts;
        this.disk = disk;
        this.peers = peers;
    }

    void setMirror(LeafSource source) {
        this.mirror = source;
    }

    boolean isUsed() {
        return facts.root().isPresent();
    }

    /** The leaf of a block, if it is known. */
    Optional<MerkleHash> leaf(int piece, int index) {
        if (facts.pieceHeight() == 0) {
            return Optional.of(facts.pieceNode(piece));
        }
        MerkleLayer leaves = cached.get(piece);
        return leaves == null ? Optional.empty() : Optional.of(leaves.get(index));
    }

    /** Starts looking for the leaves of a piece that is about to be downloaded. */
    void want(int piece) {
        if (!isUsed() || facts.pieceHeight() == 0 || cached.containsKey(piece) || wanted.get(piece)) {
            return;
        }
        wanted.set(piece);
        load(piece, found -> {
            if (!found) {
                askMirror(piece);
            }
        });
    }

    private void askMirror(int piece) {
        LeafSource source = mirror;
        if (source == null) {
            askPeers(piece);
            return;
        }
        source.leaves(facts.firstLeaf(piece), facts.layout().blockCount(piece), answer -> {
            if (answer.isEmpty() || !learn(piece, answer.get())) {
                askPeers(piece);
            }
        });
    }

    private void askPeers(int piece) {
        int length = 1 << facts.pieceHeight();
        if (length > HashRequest.MAX_LENGTH || !wanted.get(piece)) {
            return;
        }
        Set<Object> before = tried.computeIfAbsent(piece, key -> new HashSet<>());
        if (before.size() >= MAX_ASKED) {
            return;
        }
        HashRequest range = new HashRequest(facts.root().orElseThrow(), 0, piece * length, length, 0);
        peers.ask(piece, range, before).ifPresent(peer -> {
            before.add(peer);
            Question question = asked.computeIfAbsent(range, key -> new Question(piece));
            question.unanswered++;
            question.secondsSinceAsked = 0;
        });
    }

    /** A second has passed: where an answer is overdue another peer is asked. */
    void secondPassed() {
        for (Question question : List.copyOf(asked.values())) {
            if (++question.secondsSinceAsked >= ANSWER_SECONDS && !cached.containsKey(question.piece)) {
                askPeers(question.piece);
            }
        }
    }

    /** One answer less is to come. */
    private Optional<Question> ended(HashRequest range) {
        Question question = asked.get(range);
        if (question != null && --question.unanswered == 0) {
            asked.remove(range);
        }
        return Optional.ofNullable(question);
    }

    /** Takes a peer's answer; false if it is wrong, and another is asked. */
    boolean answered(HashRequest range, MerkleLayer hashes) {
        Optional<Question> question = ended(range);
        boolean right = question.isPresent()
                && range.isValidFor(facts.leafCount())
                && isProven(question.get().piece, range, hashes);
        if (!right) {
            question.ifPresent(open -> askPeers(open.piece));
        }
        return right;
    }

    private boolean isProven(int piece, HashRequest range, MerkleLayer hashes) {
        int count = facts.layout().blockCount(piece);
        return range.prove(hashes, facts.leafCount(), hasher)
                .filter(node -> node.hash().equals(facts.pieceNode(piece)))
                .map(node -> learn(piece, hashes.slice(0, count)))
                .orElse(false);
    }

    /** A peer will not answer: another is asked, and if nobody does the piece is checked as a whole. */
    void refused(HashRequest range) {
        ended(range).ifPresent(question -> askPeers(question.piece));
    }

    /** Takes leaves of a whole piece; false, and nothing is kept, if they do not add up to its node. */
    boolean learn(int piece, MerkleLayer leaves) {
        if (leaves.size() != facts.layout().blockCount(piece)
                || !LeafSidecar.matches(leaves, facts.pieceHeight(), facts.pieceNode(piece), hasher)) {
            return false;
        }
        keep(piece, leaves);
        tried.remove(piece);
        if (wanted.get(piece)) {
            peers.known(piece);
        }
        return true;
    }

    private void keep(int piece, MerkleLayer leaves) {
        if (cached.put(piece, leaves) == null) {
            cachedLeaves += leaves.size();
        }
        var oldest = cached.entrySet().iterator();
        while (cachedLeaves > MAX_CACHED_LEAVES && oldest.hasNext()) {
            var entry = oldest.next();
            if (!wanted.get(entry.getKey()) && entry.getKey() != piece) {
                cachedLeaves -= entry.getValue().size();
                oldest.remove();
            }
        }
    }

    /** Saves the leaves of a finished piece beside it. */
    void save(int piece) {
        saveEarly(piece);
        wanted.clear(piece);
        tried.remove(piece);
    }

    /** Saves the leaves of a piece of which some blocks are being written. */
    void saveEarly(int piece) {
        MerkleLayer leaves = cached.get(piece);
        if (leaves != null) {
            disk.writeLeaves(facts.firstLeaf(piece), leaves);
        }
    }

    /** Brings the leaves of {@code piece} into memory; tells whether that worked. */
    void load(int piece, Consumer<Boolean> done) {
        if (facts.pieceHeight() == 0 || cached.containsKey(piece)) {
            done.accept(true);
            return;
        }
        disk.readLeaves(facts.firstLeaf(piece), facts.layout().blockCount(piece), read -> {
            done.accept(read.isPresent() && learn(piece, read.get()));
        });
    }

    /** The pieces whose leaves must be in memory to answer {@code range}; it must be valid. */
    List<Integer> piecesOf(HashRequest range) {
        List<Integer> pieces = new ArrayList<>();
        if (range.baseLayer() >= facts.pieceHeight()) {
            return pieces;
        }
        long first = (long) range.index() << range.baseLayer();
        long end = Math.min(facts.leafCount(), first + ((long) range.length() << range.baseLayer()));
        int perPiece = facts.layout().blocksPerPiece();
        for (int piece = (int) (first / perPiece); (long) piece * perPiece < end; piece++) {
            pieces.add(piece);
        }
        if (pieces.isEmpty()) {
            pieces.add((int) Math.min(facts.layout().pieceCount() - 1L, first / perPiece));
        }
        return pieces;
    }

    @Override
    public Optional<MerkleHash> node(int height, long index) {
        if (height >= facts.pieceHeight()) {
            return facts.tree().flatMap(tree -> tree.node(height, index));
        }
        long first = index << height;
        if (first >= facts.leafCount()) {
            return Optional.of(Merkle.padding(height));
        }
        int perPiece = facts.layout().blocksPerPiece();
        MerkleLayer leaves = cached.get((int) (first / perPiece));
        if (leaves == null) {
            return Optional.empty();
        }
        int from = (int) (first % perPiece);
        int count = Math.min(1 << height, leaves.size() - from);
        return Optional.of(leaves.slice(from, count).subtree(hasher, 0, height));
    }
}
