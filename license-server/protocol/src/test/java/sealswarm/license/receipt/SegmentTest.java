package sealswarm.license.receipt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sealswarm.format.json.Base64Url;
import sealswarm.format.json.CanonicalJson;
import sealswarm.format.json.StrictJson;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.format.problem.FormatException;
import sealswarm.license.LicenseId;
import sealswarm.license.SampleLicense;
import sealswarm.license.message.Licenses.UsageUpload;
import sealswarm.license.receipt.PlayEntry.ByteSources;
import sealswarm.license.receipt.PlayEntry.ClockState;
import sealswarm.license.receipt.PlayEntry.MediaRange;
import sealswarm.license.receipt.PlayEntry.PlayId;
import sealswarm.license.receipt.PlayEntry.Reason;
import sealswarm.license.wire.Sha256Hex;

class SegmentTest {
    private final SampleLicense shop = new SampleLicense();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void entryIsReadBackEqualAndByteStable() {
        PlayEntry entry = entry(1, ReceiptChain.genesis(shop.device.deviceId(), 1));
        assertEquals(entry, PlayEntry.read(entry.canonicalBytes()));
        assertArrayEquals(
                entry.canonicalBytes(), PlayEntry.read(entry.canonicalBytes()).canonicalBytes());
    }

    @Test
    void acceptsAChainUpToItsSignedHead() {
        List<byte[]> chain = chain(1, 3);
        Segment segment = verified(upload(1, chain));
        assertEquals(3, segment.items().size());
        assertEquals(ReceiptChain.genesis(shop.device.deviceId(), 1), segment.prev());
        assertEquals(2, segment.items().get(1).seq());
        assertEquals(2, segment.items().get(1).entry().orElseThrow().seq());
        assertArrayEquals(chain.get(2), segment.items().get(2).bytes());
    }

    @Test
    void refusesAlteredSwappedDroppedAndForeignEntries() {
        List<byte[]> altered = chain(1, 3);
        altered.set(1, changed(altered.get(1), tree -> tree.put("playedMs", 1)));
        refused(new UsageUpload(upload(1, chain(1, 3)).head(), encoded(altered)));
        List<byte[]> lastAltered = chain(1, 3);
        lastAltered.set(2, changed(lastAltered.get(2), tree -> tree.put("playedMs", 1)));
        refused(new UsageUpload(upload(1, chain(1, 3)).head(), encoded(lastAltered)));
        List<byte[]> swapped = chain(1, 3);
        Collections.swap(swapped, 0, 1);
        refused(new UsageUpload(upload(1, chain(1, 3)).head(), encoded(swapped)));
        List<byte[]> dropped = chain(1, 3);
        dropped.remove(1);
        refused(new UsageUpload(upload(1, chain(1, 3)).head(), encoded(dropped)));
        List<byte[]> foreign = chain(1, 1);
        foreign.set(0, changed(foreign.get(0), tree -> tree.put("device", "0".repeat(32))));
        refused(upload(1, foreign));
        List<byte[]> otherEpoch = chain(1, 1);
        otherEpoch.set(0, changed(otherEpoch.get(0), tree -> tree.put("epoch", 2)));
        refused(upload(1, otherEpoch));
    }

    @Test
    void refusesAHeadSignedByAnotherKey() {
        UsageUpload upload = upload(1, chain(1, 2));
        try (SigningKey other = SigningKey.random(new java.security.SecureRandom())) {
            assertThrows(FormatException.class, () -> Segment.verified(upload, other.verifyKey()));
        }
    }

    @Test
    void chainedButMalformedEntryIsKeptAndSaysNothing() {
        List<byte[]> chain = chain(1, 1);
        chain.set(0, changed(chain.get(0), tree -> tree.put("reason", "dance")));
        Segment segment = verified(upload(1, chain));
        assertEquals(Optional.empty(), segment.items().get(0).entry());
    }

    @Test
    void holdsFiveHundredEntriesAndRefusesOneMore() {
        List<byte[]> chain = chain(1, SegmentHead.MAX_ENTRIES);
        assertEquals(SegmentHead.MAX_ENTRIES, verified(upload(1, chain)).items().size());
        List<byte[]> more = chain(1, SegmentHead.MAX_ENTRIES + 1);
        assertThrows(IllegalArgumentException.class, () -> upload(1, more));
    }

    @Test
    void wrongEntriesAreRefused() {
        PlayEntry good = entry(1, ReceiptChain.genesis(shop.device.deviceId(), 1));
        for (java.util.function.Consumer<ObjectNode> change : List.<java.util.function.Consumer<ObjectNode>>of(
                tree -> tree.put("v", 2),
                tree -> tree.put("typ", "sealswarm/1/license"),
                tree -> tree.put("seq", 0),
                tree -> tree.put("monoEnd", 0),
                tree -> tree.put("playedMs", -1),
                tree -> tree.put("playId", "AA"),
                tree -> tree.put("clock", "guessed"),
                tree -> tree.putArray("ranges").addArray().add(5),
                tree -> tree.putArray("ranges").addArray().add(5).add(5),
                tree -> {
                    var ranges = tree.putArray("ranges");
                    ranges.addArray().add(0).add(10);
                    ranges.addArray().add(10).add(20);
                },
                tree -> {
                    var ranges = tree.putArray("ranges");
                    for (int i = 0; i <= PlayEntry.MAX_RANGES; i++) {
                        ranges.addArray().add(2 * i).add(2 * i + 1);
                    }
                },
                tree -> tree.putObject("bytes").put("edge", 1),
                tree -> tree.put("territoryHint", "de"),
                tree -> tree.remove("anchor"))) {
            byte[] bytes = changed(good.canonicalBytes(), change);
            assertThrows(FormatException.class, () -> PlayEntry.read(bytes));
        }
        assertTrue(PlayEntry.read(good.canonicalBytes()).ranges().size() > 0);
    }

    private PlayEntry entry(long seq, Sha256Hex prev) {
        return new PlayEntry(
                shop.device.deviceId(),
                1,
                seq,
                prev,
                LicenseId.of(SampleLicense.GRANT, shop.device.deviceId(), 1),
                1,
                SampleLicense.GRANT,
                new TitleId("demo-film"),
                new TrackId("hd"),
                new PlayId(Base64Url.encode(new byte[16])),
                SampleLicense.NOW,
                ClockState.SYNCED,
                1_000,
                61_000,
                60_000,
                List.of(new MediaRange(0, 30_000), new MediaRange(40_000, 70_000)),
                Reason.INTERVAL,
                new ByteSources(1, 2, 3),
                "DE",
                Sha256Hex.of(new byte[] {1}));
    }

    private List<byte[]> chain(long firstSeq, int count) {
        List<byte[]> chain = new ArrayList<>();
        Sha256Hex prev = ReceiptChain.genesis(shop.device.deviceId(), 1);
        for (int i = 0; i < count; i++) {
            byte[] bytes = entry(firstSeq + i, prev).canonicalBytes();
            chain.add(bytes);
            prev = ReceiptChain.hash(bytes);
        }
        return chain;
    }

    private UsageUpload upload(long firstSeq, List<byte[]> chain) {
        SegmentHead head = new SegmentHead(
                shop.device.deviceId(),
                1,
                firstSeq,
                firstSeq + chain.size() - 1,
                ReceiptChain.hash(chain.get(chain.size() - 1)));
        return Segment.sign(head, chain, shop.device.signing());
    }

    private Segment verified(UsageUpload upload) {
        return Segment.verified(upload, shop.device.signing().verifyKey());
    }

    private void refused(UsageUpload upload) {
        assertThrows(FormatException.class, () -> verified(upload));
    }

    private static List<String> encoded(List<byte[]> chain) {
        return chain.stream().map(Base64Url::encode).toList();
    }

    private static byte[] changed(byte[] entry, java.util.function.Consumer<ObjectNode> change) {
        ObjectNode tree = StrictJson.parseObject(entry, PlayEntry.MAX_BYTES);
        change.accept(tree);
        return CanonicalJson.bytes(tree);
    }
}
