package sealswarm.format.wrap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sealswarm.format.json.LowerHex;
import sealswarm.format.key.KeyId;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackKey;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;

/**
 * The plaintext of every HPKE message (spec package-v1, section 4): "SSKB", version, then entries sorted by (kind, id, keyId). Entries of
 * unknown kind are skipped unless flagged "must understand". Closing it closes every key it holds.
 */
public final class KeyBlock implements AutoCloseable {
    public static final int MAX_ENTRIES = 2048;
    public static final int MAX_BYTES = 64 * 1024;

    private static final byte[] MAGIC = {'S', 'S', 'K', 'B'};
    private static final int VERSION = 1;
    private static final int MUST_UNDERSTAND = 1;
    private static final int KEY_ID_BYTES = 16;
    private static final int HEADER_BYTES = 7;
    private static final int ENTRY_OVERHEAD_BYTES = 6 + KEY_ID_BYTES;

    private final List<Entry> entries;

    private KeyBlock(List<Entry> entries) {
        this.entries = entries;
    }

    private enum Kind {
        TITLE_KEY(1),
        TRACK_KEY(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static Optional<Kind> of(int code) {
            return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
        }
    }

    private record Entry(Kind kind, String id, KeyId keyId, SecretBytes key) {
        static final Comparator<Entry> ORDER = Comparator.comparingInt((Entry entry) -> entry.kind.code)
                .thenComparing(entry -> entry.id.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned)
                .thenComparing(entry -> entry.keyId.hex());

        int encodedBytes() {
            return ENTRY_OVERHEAD_BYTES + id.getBytes(StandardCharsets.UTF_8).length + key.length();
        }
    }

    /** A block of one title key, of which it keeps a duplicate. */
    public static KeyBlock ofTitleKey(TitleKey key) {
        return sorted(List.of(new Entry(
                Kind.TITLE_KEY, key.title().text(), key.keyId(), key.secret().duplicate())));
    }

    /** A block of track keys, of which it keeps duplicates; two keys of the same track and title key are refused. */
    public static KeyBlock ofTrackKeys(List<TrackKey> keys) {
        return sorted(keys.stream()
                .map(key -> new Entry(
                        Kind.TRACK_KEY,
                        key.track().text(),
                        key.keyId(),
                        key.secret().duplicate()))
                .toList());
    }

    /** The title key of {@code title}, if the block holds it; the caller closes it. */
    public Optional<TitleKey> titleKey(TitleId title) {
        return entries.stream()
                .filter(entry -> entry.kind == Kind.TITLE_KEY && entry.id.equals(title.text()))
                .findFirst()
                .map(entry -> TitleKey.of(title, entry.key.duplicate()));
    }

    /** The key of {@code track} that comes from the title key {@code keyId}, if the block holds it; the caller closes it. */
    public Optional<TrackKey> trackKey(TitleId title, TrackId track, KeyId keyId) {
        return entries.stream()
                .filter(entry ->
                        entry.kind == Kind.TRACK_KEY && entry.id.equals(track.text()) && entry.keyId.equals(keyId))
                .findFirst()
                .map(entry -> TrackKey.of(title, track, keyId, entry.key.duplicate()));
    }

    /** The tracks whose keys the block holds, in order. */
    public List<TrackId> tracks() {
        return entries.stream()
                .filter(entry -> entry.kind == Kind.TRACK_KEY)
                .map(entry -> new TrackId(entry.id))
                .distinct()
                .toList();
    }

    /** The block's bytes; the caller closes them. */
    public SecretBytes encode() {
        ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
        out.put(MAGIC).put((byte) VERSION).putShort((short) entries.size());
        for (Entry entry : entries) {
            byte[] id = entry.id.getBytes(StandardCharsets.UTF_8);
            out.put((byte) entry.kind.code)
                    .put((byte) MUST_UNDERSTAND)
                    .putShort((short) id.length)
                    .put(id);
            out.put(entry.keyId.bytes()).putShort((short) entry.key.length());
            entry.key.lend(InsecureSecretAccess.get(), out::put);
        }
        byte[] block = Arrays.copyOf(out.array(), out.position());
        Arrays.fill(out.array(), (byte) 0);
        return SecretBytes.take(block, InsecureSecretAccess.get());
    }

    /**
     * Reads a block; the caller closes it, and the bytes.
     *
     * @throws FormatException {@link FormatProblem#MALFORMED}, {@link FormatProblem#TOO_LARGE} or
     *     {@link FormatProblem#UNSUPPORTED_VERSION}; messages never hold content
     */
    public static KeyBlock decode(SecretBytes block) {
        if (block.length() > MAX_BYTES) {
            throw new FormatException(FormatProblem.TOO_LARGE, "key block of " + block.length() + " bytes");
        }
        return block.lend(InsecureSecretAccess.get(), KeyBlock::decode);
    }

    private static KeyBlock decode(byte[] block) {
        Reader in = new Reader(ByteBuffer.wrap(block));
        if (!Arrays.equals(in.bytes(MAGIC.length), MAGIC)) {
            throw FormatException.malformed("not a key block");
        }
        if (in.u8() != VERSION) {
            throw new FormatException(FormatProblem.UNSUPPORTED_VERSION, "key block of an unknown version");
        }
        int count = in.u16();
        if (count > MAX_ENTRIES) {
            throw new FormatException(FormatProblem.TOO_LARGE, "key block of " + count + " entries");
        }
        List<Entry> entries = new ArrayList<>();
        try {
            RawEntry previous = null;
            for (int i = 0; i < count; i++) {
                RawEntry raw = in.entry();
                if (previous != null && RawEntry.ORDER.compare(previous, raw) >= 0) {
                    throw FormatException.malformed("key block not sorted, or a key twice");
                }
                previous = raw;
                in.key(raw).ifPresent(entries::add);
            }
            in.end();
            return new KeyBlock(List.copyOf(entries));
        } catch (FormatException e) {
            entries.forEach(entry -> entry.key.close());
            throw e;
        }
    }

    private static KeyBlock sorted(List<Entry> entries) {
        if (entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("a key block holds at most " + MAX_ENTRIES + " keys");
        }
        if (entries.stream().mapToInt(Entry::encodedBytes).sum() > MAX_BYTES - HEADER_BYTES) {
            throw new IllegalArgumentException("keys of more than " + MAX_BYTES + " bytes do not fit one key block");
        }
        List<Entry> sorted = entries.stream().sorted(Entry.ORDER).toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (Entry.ORDER.compare(sorted.get(i - 1), sorted.get(i)) == 0) {
                throw new IllegalArgumentException("two keys of one track: " + sorted.get(i).id);
            }
        }
        return new KeyBlock(sorted);
    }

    @Override
    public void close() {
        entries.forEach(entry -> entry.key.close());
    }

    @Override
    public String toString() {
        return "KeyBlock[" + entries.size() + " keys, redacted]";
    }

    /** What stands before a key, known kind or not. */
    private record RawEntry(int kind, int flags, String id, KeyId keyId) {
        static final Comparator<RawEntry> ORDER = Comparator.comparingInt(RawEntry::kind)
                .thenComparing(entry -> entry.id.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned)
                .thenComparing(entry -> entry.keyId.hex());
    }

    /** Compares each declared length with the bytes left before it takes them. */
    private record Reader(ByteBuffer in) {
        int u8() {
            need(1);
            return in.get() & 0xFF;
        }

        int u16() {
            need(2);
            return in.getShort() & 0xFFFF;
        }

        byte[] bytes(int length) {
            need(length);
            byte[] bytes = new byte[length];
            in.get(bytes);
            return bytes;
        }

        RawEntry entry() {
            int kind = u8();
            int flags = u8();
            if ((flags & ~MUST_UNDERSTAND) != 0) {
                throw FormatException.malformed("key block entry with unknown flags");
            }
            String id = new String(bytes(u16()), StandardCharsets.UTF_8);
            return new RawEntry(kind, flags, id, new KeyId(LowerHex.encode(bytes(KEY_ID_BYTES))));
        }

        Optional<Entry> key(RawEntry raw) {
            int length = u16();
            Optional<Kind> kind = Kind.of(raw.kind());
            if (kind.isEmpty()) {
                if ((raw.flags() & MUST_UNDERSTAND) != 0) {
                    throw new FormatException(FormatProblem.CRIT_UNKNOWN, "key block entry of an unknown kind");
                }
                bytes(length);
                return Optional.empty();
            }
            if (length != TitleKey.LENGTH_BYTES) {
                throw FormatException.malformed("key block entry with a key of " + length + " bytes");
            }
            if (kind.get() == Kind.TITLE_KEY) {
                new TitleId(raw.id());
            } else {
                new TrackId(raw.id());
            }
            SecretBytes key = SecretBytes.take(bytes(length), InsecureSecretAccess.get());
            return Optional.of(new Entry(kind.get(), raw.id(), raw.keyId(), key));
        }

        void end() {
            if (in.hasRemaining()) {
                throw FormatException.malformed("something follows the key block");
            }
        }

        private void need(int length) {
            if (in.remaining() < length) {
                throw FormatException.malformed("key block ends early");
            }
        }
    }
}
