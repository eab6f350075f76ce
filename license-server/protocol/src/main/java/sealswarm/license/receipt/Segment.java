package sealswarm.license.receipt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.json.Base64Url;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.LowerHex;
import sealswarm.format.json.StrictJson;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.VerifyKey;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.license.message.Licenses.UsageUpload;
import sealswarm.license.wire.Sha256Hex;
import sealswarm.license.wire.SignedJson;

/**
 * One upload of consecutive receipts, checked: the device signed its head, and every entry names the one before it up to that
 * head. Whether it joins on to the server's log is the server's to compare with {@link #prev()}. Immutable.
 */
public final class Segment {
    private final SegmentHead head;
    private final Sha256Hex prev;
    private final List<Item> items;

    private Segment(SegmentHead head, Sha256Hex prev, List<Item> items) {
        this.head = head;
        this.prev = prev;
        this.items = List.copyOf(items);
    }

    /** One entry of a checked segment. */
    public static final class Item {
        private final long seq;
        private final byte[] bytes;
        private final Sha256Hex hash;
        private final Optional<PlayEntry> entry;

        private Item(long seq, byte[] bytes, Sha256Hex hash, Optional<PlayEntry> entry) {
            this.seq = seq;
            this.bytes = bytes;
            this.hash = hash;
            this.entry = entry;
        }

        public long seq() {
            return seq;
        }

        /** The exact bytes, to be stored. */
        public byte[] bytes() {
            return bytes.clone();
        }

        public Sha256Hex hash() {
            return hash;
        }

        /** What it says; empty if it is chained but malformed, which counts nothing. */
        public Optional<PlayEntry> entry() {
            return entry;
        }
    }

    /** Signs an upload of {@code entries}, exact bytes of consecutive entries that begin with {@code firstSeq}. */
    public static UsageUpload sign(SegmentHead head, List<byte[]> entries, SigningKey deviceKey) {
        return new UsageUpload(
                SignedJson.of(head.sign(deviceKey)),
                entries.stream().map(Base64Url::encode).toList());
    }

    /**
     * Checks an upload.
     *
     * @throws FormatException malformed, too-large, or bad-signature: of the head, or of the chain below it
     */
    public static Segment verified(UsageUpload upload, VerifyKey deviceKey) {
        Envelope envelope = upload.head().envelope(SegmentHead.TYPE);
        SegmentHead head = SegmentHead.read(envelope, deviceKey);
        if (upload.entries().size() != head.lastSeq() - head.firstSeq() + 1) {
            throw FormatException.malformed("entries: " + upload.entries().size() + " where the head names "
                    + (head.lastSeq() - head.firstSeq() + 1));
        }
        List<Item> items = new ArrayList<>();
        Optional<Sha256Hex> before = Optional.empty();
        Optional<Sha256Hex> first = Optional.empty();
        for (String text : upload.entries()) {
            long seq = head.firstSeq() + items.size();
            byte[] bytes = Base64Url.decode(text);
            Sha256Hex prev = prevOf(bytes, seq, head);
            if (before.isPresent() && !before.get().equals(prev)) {
                throw broken(seq);
            }
            first = first.isPresent() ? first : Optional.of(prev);
            Item item = new Item(seq, bytes, ReceiptChain.hash(bytes), parsed(bytes));
            before = Optional.of(item.hash());
            items.add(item);
        }
        if (!before.orElseThrow().equals(head.headHash())) {
            throw broken(head.lastSeq());
        }
        return new Segment(head, first.orElseThrow(), items);
    }

    /** The chain's own members are needed even of an entry that counts nothing. */
    private static Sha256Hex prevOf(byte[] bytes, long seq, SegmentHead head) {
        JsonMembers members = JsonMembers.of(StrictJson.parseObject(bytes, PlayEntry.MAX_BYTES), "entry " + seq);
        members.constant("typ", PlayEntry.TYP);
        members.constant("device", head.device().hex());
        members.integer("epoch", head.epoch(), head.epoch());
        members.integer("seq", seq, seq);
        return members.value("prev", text -> new Sha256Hex(LowerHex.encode(LowerHex.decode(text, 32))));
    }

    private static Optional<PlayEntry> parsed(byte[] bytes) {
        try {
            return Optional.of(PlayEntry.read(bytes));
        } catch (FormatException e) {
            return Optional.empty();
        }
    }

    private static FormatException broken(long seq) {
        return new FormatException(FormatProblem.BAD_SIGNATURE, "the chain breaks at entry " + seq);
    }

    public SegmentHead head() {
        return head;
    }

    /** What the first entry names as the one before it. */
    public Sha256Hex prev() {
        return prev;
    }

    public List<Item> items() {
        return items;
    }
}
