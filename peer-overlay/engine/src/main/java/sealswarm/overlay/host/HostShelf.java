package sealswarm.overlay.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.console.settings.SecretFile;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.store.DurableFile;
import sealswarm.overlay.token.HostStatement;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.SwarmId;

/**
 * A host's directory: {@code tracks/<swarm id>/} with a track's papers and bytes, the ledger, the key of its edge. A track is there
 * once its metainfo is; one that is given up goes by a rename first. One process at a time; methods block, one thread calls them.
 */
final class HostShelf implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostShelf.class);
    private static final String METAINFO = "offer.torrent";
    private static final String COMPANION = "offer.v1.torrent";
    private static final String STATEMENT = "statement.txt";
    private static final int MAX_LEDGER_BYTES = 1 << 20;

    private final Path root;
    private final Path tracks;
    private final Path gone;
    private final FileChannel lock;

    /**
     * A track on the shelf.
     *
     * @param papers its papers as they were when it was taken in or renewed
     * @param directory where its bytes are
     * @param papersAt when the papers were written
     */
    record Placed(TrackPapers papers, Path directory, Instant papersAt) {}

    private HostShelf(Path root, FileChannel lock) {
        this.root = root;
        this.tracks = root.resolve("tracks");
        this.gone = root.resolve("gone");
        this.lock = lock;
    }

    /** Opens a host's directory, which is made if it does not exist; fails if another process has it. */
    static HostShelf open(Path root) throws IOException {
        Files.createDirectories(root);
        FileChannel lock = FileChannel.open(
                root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            FileLock held = lock.tryLock();
            if (held == null) {
                throw new IOException(root + " is used by another host");
            }
            HostShelf shelf = new HostShelf(root, lock);
            Files.createDirectories(shelf.tracks);
            Files.createDirectories(shelf.gone);
            shelf.sweep();
            return shelf;
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw new IOException(root + " is used by another host", e);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** The key of the edge whose papers are believed, once there was one. */
    Optional<PeerPublicKey> edgeKey() throws IOException {
        Path file = keyFile();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PeerPublicKey(Files.readString(file).strip()));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds no edge's key: " + e.getMessage(), e);
        }
    }

    /** From now on the papers of this edge alone are believed. */
    void pin(PeerPublicKey edgeKey) throws IOException {
        DurableFile.write(
                keyFile(), (edgeKey.hex() + "\n").getBytes(StandardCharsets.US_ASCII), DurableFile.Access.BY_UMASK);
    }

    /** The host's own key, the same for all its tracks: made on first use, in a file nobody else can read. */
    PeerSigningKey ownKey(RandomGenerator random) throws IOException {
        Path file = root.resolve("host.key");
        if (!Files.exists(file)) {
            byte[] seed = new byte[PeerSigningKey.SEED_BYTES];
            random.nextBytes(seed);
            byte[] line = (HexFormat.of().formatHex(seed) + "\n").getBytes(StandardCharsets.US_ASCII);
            DurableFile.write(file, line, DurableFile.Access.OWNER);
        }
        try {
            byte[] text = SecretFile.readBytes(file);
            return PeerSigningKey.ofSeed(HexFormat.of().parseHex(new String(text, StandardCharsets.US_ASCII).strip()));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds no host's key", e);
        }
    }

    Path keyFile() {
        return root.resolve("edge.key");
    }

    /** All tracks; what is not one is removed. */
    List<Placed> placed() throws IOException {
        Optional<PeerPublicKey> edgeKey = edgeKey();
        List<Placed> placed = new ArrayList<>();
        for (Path directory : list(tracks)) {
            try {
                Optional<SwarmId> swarmId = SwarmId.parse(String.valueOf(directory.getFileName()));
                placed.add(read(
                        swarmId.orElseThrow(() -> new TrackPapers.Refused("no swarm id")),
                        directory,
                        edgeKey.orElseThrow(() -> new TrackPapers.Refused("no key of the edge"))));
            } catch (TrackPapers.Refused e) {
                LOG.warn("{} is removed: {}", directory, e.getMessage());
                discard(directory);
            }
        }
        return placed;
    }

    private Placed read(SwarmId swarmId, Path directory, PeerPublicKey edgeKey)
            throws IOException, TrackPapers.Refused {
        Path metainfo = directory.resolve(METAINFO);
        Optional<TrackPapers.Text> first = text(metainfo, Metainfo.MAX_BYTES);
        Optional<TrackPapers.Text> statement = text(directory.resolve(STATEMENT), HostStatement.MAX_BYTES);
        if (first.isEmpty() || statement.isEmpty()) {
            throw new TrackPapers.Refused("its papers are not complete");
        }
        TrackPapers.Raw raw = new TrackPapers.Raw(
                first.get(), text(directory.resolve(COMPANION), Metainfo.MAX_BYTES), statement.get());
        Instant written = Files.getLastModifiedTime(metainfo).toInstant();
        return new Placed(TrackPapers.checked(swarmId, raw, edgeKey), directory, written);
    }

    private static Optional<TrackPapers.Text> text(Path file, int maxBytes) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > maxBytes) {
            return Optional.empty();
        }
        return Optional.of(new TrackPapers.Text(Files.readAllBytes(file)));
    }

    /** Puts a track on the shelf, or renews its papers; bytes that are there stay. */
    Placed place(TrackPapers papers, TrackPapers.Raw raw, Instant now) throws IOException {
        Path directory = Files.createDirectories(tracks.resolve(papers.swarmId().hex()));
        write(directory.resolve(STATEMENT), raw.statement());
        if (raw.companion().isPresent()) {
            write(directory.resolve(COMPANION), raw.companion().get());
        }
        write(directory.resolve(METAINFO), raw.metainfo());
        DurableFile.forceDirectory(directory);
        return new Placed(papers, directory, now);
    }

    private static void write(Path file, TrackPapers.Text text) throws IOException {
        DurableFile.write(file, text.bytes(), DurableFile.Access.BY_UMASK);
    }

    /** Removes a track and all its bytes. */
    void remove(SwarmId swarmId) throws IOException {
        discard(tracks.resolve(swarmId.hex()));
    }

    private void discard(Path directory) throws IOException {
        Path aside = gone.resolve(directory.getFileName());
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            delete(aside);
            Files.move(directory, aside, StandardCopyOption.ATOMIC_MOVE);
            DurableFile.forceDirectory(directory);
        }
        delete(aside);
    }

    /** What an earlier process began to remove. */
    private void sweep() throws IOException {
        for (Path left : list(gone)) {
            delete(left);
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : list(path)) {
                Files.deleteIfExists(entry);
            }
        }
        Files.deleteIfExists(path);
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }

    /** What was served by earlier runs; a damaged ledger counts as none. */
    HostLedger ledger() throws IOException {
        return text(root.resolve("ledger"), MAX_LEDGER_BYTES)
                .flatMap(text -> HostLedger.parse(text.bytes()))
                .orElse(HostLedger.EMPTY);
    }

    void write(HostLedger ledger) throws IOException {
        DurableFile.write(root.resolve("ledger"), ledger.bytes(), DurableFile.Access.BY_UMASK);
    }

    /** What the owner has written into the limits file; nothing if there is none. */
    String limits() throws IOException {
        Path file = root.resolve("limits");
        if (!Files.exists(file)) {
            return "";
        }
        return text(file, HostLimits.MAX_FILE_BYTES)
                .map(TrackPapers.Text::utf8)
                .orElseThrow(() ->
                        new IOException(file + " is no plain file of at most " + HostLimits.MAX_FILE_BYTES + " bytes"));
    }

    /** What the disk has left for this process. */
    long usableBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
