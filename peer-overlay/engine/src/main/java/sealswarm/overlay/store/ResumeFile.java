package sealswarm.overlay.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sealswarm.overlay.bencode.Bencode;
import sealswarm.overlay.bencode.BencodeDictionary;
import sealswarm.overlay.bencode.BencodeException;
import sealswarm.overlay.bencode.BencodeLimits;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.swarm.HeldBlocks;

/**
 * The record of what a track's file holds, so that a start need not read it all. It is replaced as a whole, and only believed if
 * the track's file is as long and as old as it says.
 */
final class ResumeFile {
    static final String SUFFIX = ".resume";

    private static final int VERSION = 1;
    private static final BencodeLimits LIMITS = new BencodeLimits(16 << 20, 4, 1 << 18);

    private final Path path;
    private final byte[] identity;
    private final TrackLayout layout;

    /** The record at {@code path} of the track that {@code identity} (its root or info-hash) names. */
    ResumeFile(Path path, byte[] identity, TrackLayout layout) {
        this.path = path;
        this.identity = identity.clone();
        this.layout = layout;
    }

    /** What the file was like when the record was made. */
    record Stamp(long lengthBytes, long modifiedMillis) {
        static Stamp of(Path file) throws IOException {
            return new Stamp(
                    Files.size(file),
                    Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis());
        }
    }

    void write(HeldBlocks held, Stamp stamp) throws IOException {
        BencodeDictionary.Builder partial = BencodeDictionary.builder();
        held.partial()
                .forEach((piece, blocks) -> partial.put(
                        BencodeString.of(
                                ByteBuffer.allocate(Integer.BYTES).putInt(piece).array()),
                        BencodeString.of(blocks.toByteArray())));
        byte[] bytes = Bencode.encode(BencodeDictionary.builder()
                .put("v", VERSION)
                .put("track", identity)
                .put("length", stamp.lengthBytes())
                .put("modified", stamp.modifiedMillis())
                .put("have", held.pieces().toByteArray())
                .put("partial", partial.build())
                .build());
        DurableFile.write(path, bytes, DurableFile.Access.BY_UMASK);
    }

    /** What the record says, if there is one that fits the track and the file; garbage counts as none. */
    Optional<HeldBlocks> read(Stamp stamp) {
        try {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.size(path) > LIMITS.maxBytes()) {
                return Optional.empty();
            }
            return parse(Bencode.decodeDictionary(Files.readAllBytes(path), LIMITS), stamp);
        } catch (IOException | BencodeException e) {
            return Optional.empty();
        }
    }

    private Optional<HeldBlocks> parse(BencodeDictionary record, Stamp stamp) {
        boolean fits = record.integer("v").orElse(0) == VERSION
                && record.string("track")
                        .filter(track -> Arrays.equals(track.bytes(), identity))
                        .isPresent()
                && record.integer("length").orElse(-1) == stamp.lengthBytes()
                && record.integer("modified").orElse(-1) == stamp.modifiedMillis();
        Optional<BencodeString> have = record.string("have");
        Optional<BencodeDictionary> partial = record.dictionary("partial");
        if (!fits || have.isEmpty() || partial.isEmpty()) {
            return Optional.empty();
        }
        BitSet pieces = BitSet.valueOf(have.get().bytes());
        Map<Integer, BitSet> blocks = new HashMap<>();
        for (BencodeString key : partial.get().keys()) {
            Optional<BencodeString> bits = partial.get()
                    .get(key)
                    .filter(BencodeString.class::isInstance)
                    .map(BencodeString.class::cast);
            if (key.length() != Integer.BYTES || bits.isEmpty()) {
                return Optional.empty();
            }
            blocks.put(key.buffer().getInt(), BitSet.valueOf(bits.get().bytes()));
        }
        return withinTrack(pieces, blocks) ? Optional.of(new HeldBlocks(pieces, blocks)) : Optional.empty();
    }

    private boolean withinTrack(BitSet pieces, Map<Integer, BitSet> blocks) {
        return pieces.length() <= layout.pieceCount()
                && blocks.entrySet().stream()
                        .allMatch(entry -> entry.getKey() >= 0
                                && entry.getKey() < layout.pieceCount()
                                && entry.getValue().length() <= layout.blockCount(entry.getKey()));
    }
}
