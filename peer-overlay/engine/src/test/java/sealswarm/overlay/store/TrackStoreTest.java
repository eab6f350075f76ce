package sealswarm.overlay.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoException;
import sealswarm.overlay.metainfo.MetainfoWriter;
import sealswarm.overlay.metainfo.SampleTrack;
import sealswarm.overlay.swarm.BlockDisk;
import sealswarm.overlay.swarm.HeldBlocks;
import sealswarm.overlay.swarm.TrackFacts;
import sealswarm.overlay.wire.BlockData;
import sealswarm.trial.Cases;
import sealswarm.trial.Vectors;

class TrackStoreTest {
    private static final int SIZE = 300_000;
    private static final int PIECE = 65_536;
    private static final byte[] CONTENT = Vectors.content(SIZE);

    @TempDir
    Path directory;

    private final DiskQueue queue = new DiskQueue(Runnable::run, Runnable::run, 1 << 20);

    private TrackStore open() throws IOException {
        return TrackStore.open(directory, "t", new byte[] {1}, facts(), queue);
    }

    private static TrackFacts facts() {
        try {
            return TrackFacts.of(Metainfo.parse(MetainfoWriter.hybrid("t", SampleTrack.hashes(CONTENT, PIECE))));
        } catch (MetainfoException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path file() {
        return directory.resolve("t");
    }

    @Test
    void anEmptyDirectoryHoldsNothing() throws IOException {
        assertEquals(HeldBlocks.NONE, open().held());
        assertFalse(Files.exists(file()), "nothing is created before something is written");
    }

    @Test
    void aWholeFileIsFoundByHashingAndGetsItsLeaves() throws IOException {
        Files.write(file(), CONTENT);
        assertEquals(5, open().held().pieces().cardinality());
        assertEquals(
                MerkleLayer.of(SampleTrack.leaves(CONTENT)),
                MerkleLayer.of(Files.readAllBytes(directory.resolve("t.leaves"))));
    }

    @Test
    void aDamagedFileKeepsItsGoodPiecesAndBlocks() throws IOException {
        Files.write(file(), CONTENT);
        Files.write(directory.resolve("t.leaves"), SampleTrack.leaves(CONTENT));
        byte[] damaged = CONTENT.clone();
        damaged[PIECE + 20_000] ^= 1;
        Files.write(file(), damaged);
        HeldBlocks held = open().held();
        BitSet others = new BitSet();
        others.set(0);
        others.set(2, 4);
        assertEquals(4, held.pieces().cardinality());
        assertFalse(held.pieces().get(1));
        assertEquals(Map.of(1, others), held.partial());
    }

    @Test
    void aShortFileHoldsWhatItHas() throws IOException {
        Files.write(file(), Arrays.copyOf(CONTENT, 2 * PIECE + 10));
        assertEquals(2, open().held().pieces().cardinality());
    }

    @Test
    void theRecordIsBelievedWhenFileAndSampleAgree() throws IOException {
        Files.write(file(), CONTENT);
        BitSet four = new BitSet();
        four.set(0, 4);
        TrackStore store = open();
        store.flush(new HeldBlocks(four, Map.of()));
        assertEquals(4, open().held().pieces().cardinality(), "as the record says, not as hashing would find");
    }

    @Test
    void blocksOfUnfinishedPiecesAreBelievedAsRecorded() throws IOException {
        Files.write(file(), CONTENT);
        Files.write(directory.resolve("t.leaves"), SampleTrack.leaves(CONTENT));
        BitSet four = new BitSet();
        four.set(0, 4);
        BitSet first = new BitSet();
        first.set(0);
        HeldBlocks recorded = new HeldBlocks(four, Map.of(4, first));
        open().flush(recorded);
        assertEquals(recorded, open().held());
    }

    @Test
    void anOlderOrNewerFileIsHashedAgain() throws IOException {
        Files.write(file(), CONTENT);
        BitSet one = new BitSet();
        one.set(0);
        open().flush(new HeldBlocks(one, Map.of()));
        Files.setLastModifiedTime(file(), FileTime.fromMillis(1_000));
        assertEquals(5, open().held().pieces().cardinality());
    }

    @Test
    void aLyingRecordIsFoundByTheSample() throws IOException {
        byte[] damaged = CONTENT.clone();
        damaged[PIECE * 4 + 5] ^= 1;
        Files.write(file(), damaged);
        BitSet all = new BitSet();
        all.set(0, 5);
        open().flush(new HeldBlocks(all, Map.of()));
        assertEquals(4, open().held().pieces().cardinality());
    }

    @Test
    void mutatedRecordsCostAHashingAtMost() throws IOException {
        Files.write(file(), CONTENT);
        BitSet all = new BitSet();
        all.set(0, 5);
        open().flush(new HeldBlocks(all, Map.of(4, all)));
        byte[] record = Files.readAllBytes(directory.resolve("t.resume"));
        Cases.forAll(17, 300, random -> {
            byte[] mutated = record.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            Files.write(directory.resolve("t.resume"), mutated);
            BitSet pieces = open().held().pieces();
            assertTrue(pieces.length() <= 5);
        });
    }

    @Test
    void writesAndReadsByPosition() throws IOException {
        TrackStore store = open();
        BlockDisk.WriteResult[] result = new BlockDisk.WriteResult[1];
        store.write(
                PIECE,
                List.of(BlockData.adopt(new byte[] {1, 2}), BlockData.adopt(new byte[] {3})),
                done -> result[0] = done);
        assertEquals(BlockDisk.WriteResult.WRITTEN, result[0]);
        store.read(PIECE + 1, 2, read -> assertEquals(Optional.of(BlockData.adopt(new byte[] {2, 3})), read));
        store.read(PIECE + 1, 3, read -> assertTrue(read.isEmpty(), "beyond the end"));
    }

    @Test
    void writesMoreBlocksThanGoInOneCall() throws IOException {
        TrackStore store = open();
        List<BlockData> blocks = IntStream.rangeClosed(0, TrackFile.MAX_GATHERED)
                .mapToObj(i -> BlockData.adopt(new byte[] {(byte) i, (byte) (i + 1)}))
                .toList();
        store.write(3, blocks, done -> assertEquals(BlockDisk.WriteResult.WRITTEN, done));
        byte[] written = Files.readAllBytes(file());
        assertEquals(3 + 2 * blocks.size(), written.length);
        for (int i = 0; i < blocks.size(); i++) {
            assertEquals(i, written[3 + 2 * i]);
            assertEquals(i + 1, written[4 + 2 * i]);
        }
        store.close(() -> {});
    }

    @Test
    void refusesLinksAndDirectories() throws IOException {
        Path elsewhere = Files.write(directory.resolve("elsewhere"), CONTENT);
        Files.createSymbolicLink(file(), elsewhere);
        assertThrows(IOException.class, this::open);
        Files.delete(file());
        Files.createDirectory(file());
        assertThrows(IOException.class, this::open);
    }

    @Test
    void aSecondWriterIsRefused() throws IOException {
        TrackStore first = open();
        TrackStore second = open();
        List<BlockData> block = List.of(BlockData.adopt(new byte[16_384]));
        first.write(0, block, done -> assertEquals(BlockDisk.WriteResult.WRITTEN, done));
        second.write(0, block, done -> assertEquals(BlockDisk.WriteResult.FAILED, done));
        first.close(() -> {});
        second.write(0, block, done -> assertEquals(BlockDisk.WriteResult.WRITTEN, done));
        second.close(() -> {});
    }

    @Test
    void theQueueIsFullAtItsCapAndOpensAtThreeQuarters() {
        List<Runnable> waiting = new ArrayList<>();
        DiskQueue slow = new DiskQueue(waiting::add, Runnable::run, 100);
        for (int i = 0; i < 4; i++) {
            assertTrue(slow.hasRoom());
            slow.submit(25, () -> 0, done -> {});
        }
        assertFalse(slow.hasRoom());
        waiting.remove(0).run();
        assertTrue(slow.hasRoom());
    }
}
