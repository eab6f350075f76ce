package sealswarm.player.playback;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.format.cipher.BlockDecryptor;
import sealswarm.format.cipher.PieceLeaves;
import sealswarm.format.cipher.TrackVerifier;
import sealswarm.format.cipher.VerifiedBlock;
import sealswarm.format.manifest.Track;
import sealswarm.format.problem.FormatException;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.stream.MediaRangeReader;
import sealswarm.overlay.stream.StreamChunk;

/**
 * One track as plain bytes: read from the swarm's store, checked again against the signed root, decrypted in memory. Plaintext is
 * never written anywhere. Safe for any thread; checking and decrypting run on the given workers.
 */
public final class PlainTrack implements AutoCloseable {
    /** Pieces whose leaves are remembered. */
    static final int MAX_REMEMBERED_PIECES = 64;

    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long GUESSED_BYTES_PER_SECOND = 1 << 20;

    private final OverlayTrack swarm;
    private final TrackVerifier verifier;
    private final BlockDecryptor decryptor;
    private final LeafSupply supply;
    private final WorkerExecutor workers;
    private final Map<Integer, PieceLeaves> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, PieceLeaves> eldest) {
            return size() > MAX_REMEMBERED_PIECES;
        }
    };

    /**
     * @param swarm the open track
     * @param verifier of the same track, from its verified manifest
     * @param decryptor of the same track; closed with this
     * @param supply of leaves
     * @param workers for hashing and decrypting
     */
    public PlainTrack(
            OverlayTrack swarm,
            TrackVerifier verifier,
            BlockDecryptor decryptor,
            LeafSupply supply,
            WorkerExecutor workers) {
        this.swarm = swarm;
        this.verifier = verifier;
        this.decryptor = decryptor;
        this.supply = supply;
        this.workers = workers;
    }

    public Track track() {
        return verifier.track();
    }

    public OverlayTrack swarm() {
        return swarm;
    }

    /** Bytes of media per second, on average, or a guess where the container did not tell its duration. */
    public long bytesPerSecond() {
        return bytesPerSecond(track());
    }

    /** As {@link #bytesPerSecond()} of a track that is not open. */
    public static long bytesPerSecond(Track track) {
        long millis = track.durationMs().orElse(0);
        return millis <= 0
                ? GUESSED_BYTES_PER_SECOND
                : Math.max(1, track.sizeBytes() / Math.max(1, millis / MILLIS_PER_SECOND));
    }

    /** Reads plain bytes {@code from .. end} (exclusive) in order. */
    public Future<PlainReader> read(long from, long end) {
        return swarm.stream(from, end, bytesPerSecond()).map(reader -> new PlainReader(this, reader, from, end));
    }

    /**
     * The plain bytes of a chunk; fails with {@link FormatException} block-corrupt if a byte is not what was signed.
     */
    Future<Buffer> open(StreamChunk chunk) {
        Buffer plain = Buffer.buffer(chunk.data().length());
        return openFrom(chunk, 0, plain).map(plain);
    }

    private Future<Void> openFrom(StreamChunk chunk, int at, Buffer plain) {
        if (at >= chunk.data().length()) {
            return Future.succeededFuture();
        }
        long firstBlock = (chunk.offset() + at) / Merkle.LEAF_SIZE;
        int piece = verifier.pieceOf(firstBlock);
        long pieceEnd = pieceStart(piece) + verifier.pieceLengthBytes(piece);
        int length = (int) Math.min(chunk.data().length() - at, pieceEnd - chunk.offset() - at);
        byte[] cipher = new byte[length];
        chunk.data().slice(at, length).copyTo(cipher, 0);
        return leaves(piece)
                .compose(leaves -> leaves.isPresent()
                        ? decrypt(leaves.get(), firstBlock, cipher)
                        : decryptWhole(piece, firstBlock, length))
                .compose(opened -> {
                    plain.appendBuffer(opened);
                    return openFrom(chunk, at + length, plain);
                });
    }

    private Future<Buffer> decrypt(PieceLeaves leaves, long firstBlock, byte[] cipher) {
        return workers.executeBlocking(
                () -> {
                    Buffer plain = Buffer.buffer(cipher.length);
                    for (int from = 0; from < cipher.length; from += Merkle.LEAF_SIZE) {
                        byte[] block = java.util.Arrays.copyOfRange(
                                cipher, from, Math.min(cipher.length, from + Merkle.LEAF_SIZE));
                        long index = firstBlock + from / Merkle.LEAF_SIZE;
                        plain.appendBytes(decryptor.decrypt(verifier.verify(leaves, index, block)));
                    }
                    return plain;
                },
                false);
    }

    /** Without leaves a whole piece is needed to check any of its blocks. */
    private Future<Buffer> decryptWhole(int piece, long firstBlock, int length) {
        return pieceBytes(piece)
                .compose(bytes -> workers.executeBlocking(
                        () -> {
                            List<VerifiedBlock> blocks = verifier.verifyPiece(piece, bytes.getBytes());
                            Buffer plain = Buffer.buffer(length);
                            for (VerifiedBlock block : blocks) {
                                if (block.index() >= firstBlock && plain.length() < length) {
                                    plain.appendBytes(decryptor.decrypt(block));
                                }
                            }
                            return plain;
                        },
                        false));
    }

    private Future<Buffer> pieceBytes(int piece) {
        long from = pieceStart(piece);
        long end = from + verifier.pieceLengthBytes(piece);
        return swarm.stream(from, end, bytesPerSecond())
                .compose(reader -> collect(reader, Buffer.buffer((int) (end - from)))
                        .eventually(() -> {
                            reader.close();
                            return Future.succeededFuture();
                        }));
    }

    private static Future<Buffer> collect(MediaRangeReader reader, Buffer into) {
        return reader.next().compose(chunk -> {
            if (chunk.isEmpty()) {
                return Future.succeededFuture(into);
            }
            byte[] bytes = new byte[chunk.get().data().length()];
            chunk.get().data().copyTo(bytes, 0);
            return collect(reader, into.appendBytes(bytes));
        });
    }

    private Future<Optional<PieceLeaves>> leaves(int piece) {
        synchronized (remembered) {
            PieceLeaves known = remembered.get(piece);
            if (known != null) {
                return Future.succeededFuture(Optional.of(known));
            }
        }
        long first = pieceStart(piece) / Merkle.LEAF_SIZE;
        int count = (verifier.pieceLengthBytes(piece) + Merkle.LEAF_SIZE - 1) / Merkle.LEAF_SIZE;
        return supply.leaves(first, count).map(given -> given.flatMap(layer -> checked(piece, layer)));
    }

    private Optional<PieceLeaves> checked(int piece, sealswarm.overlay.merkle.MerkleLayer layer) {
        try {
            PieceLeaves leaves = verifier.leaves(piece, layer);
            synchronized (remembered) {
                remembered.put(piece, leaves);
            }
            return Optional.of(leaves);
        } catch (FormatException e) {
            // Wrong leaves are no leaves: the piece is checked as a whole.
            return Optional.empty();
        }
    }

    private long pieceStart(int piece) {
        return (long) piece * track().pieceLength().bytes();
    }

    /** The pieces' leaves now remembered, for tests. */
    List<Integer> rememberedPieces() {
        synchronized (remembered) {
            return new ArrayList<>(remembered.keySet());
        }
    }

    @Override
    public void close() {
        decryptor.close();
    }
}
