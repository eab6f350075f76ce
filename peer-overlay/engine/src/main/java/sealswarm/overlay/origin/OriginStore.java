package sealswarm.overlay.origin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.http.Problem;
import sealswarm.overlay.http.ProblemKind;
import sealswarm.overlay.merkle.LeafSidecar;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoLinks;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenFlag;
import sealswarm.overlay.tracker.TrackPolicy;

/**
 * Tracks on disk: complete ones under {@code tracks/<swarm id>}, arriving ones under {@code incoming/<swarm id>}, which becomes
 * the other by one rename after every file was made durable (what is found damaged goes to {@code damaged}). Methods block and may be called from any thread; at most one upload
 * writes to a track at a time, a second is refused. Repeating any step of a finished upload changes nothing.
 */
public final class OriginStore {
    private static final Logger LOG = LoggerFactory.getLogger(OriginStore.class);

    private final Path tracks;
    private final Path incoming;
    private final Path damaged;
    private final Path withdrawals;
    private final OriginDisk disk;
    private final Map<SwarmId, OriginTrack> complete = new ConcurrentHashMap<>();
    private final Set<SwarmId> busy = new HashSet<>();
    private final Set<SwarmId> fetching = ConcurrentHashMap.newKeySet();
    private final Set<SwarmId> withdrawn = ConcurrentHashMap.newKeySet();

    private OriginStore(Path root, OriginDisk disk) {
        this.tracks = root.resolve("tracks");
        this.incoming = root.resolve("incoming");
        this.damaged = root.resolve("damaged");
        this.withdrawals = root.resolve("withdrawn");
        this.disk = disk;
    }

    /**
     * Opens the store below {@code root}, which is made if it does not exist. A track whose files are damaged is reported, put
     * aside under {@code damaged}, and can be uploaded again.
     */
    public static OriginStore open(Path root, OriginDisk disk) throws IOException {
        OriginStore store = new OriginStore(root, disk);
        disk.makeDirectory(store.tracks);
        disk.makeDirectory(store.incoming);
        disk.makeDirectory(store.damaged);
        disk.makeDirectory(store.withdrawals);
        for (Path marker : disk.list(store.withdrawals)) {
            Optional<SwarmId> swarmId = SwarmId.parse(String.valueOf(marker.getFileName()));
            if (swarmId.isPresent()) {
                store.withdrawn.add(swarmId.get());
                store.purge(swarmId.get());
            }
        }
        for (Path directory : disk.list(store.tracks)) {
            store.adopt(directory);
        }
        for (Path directory : disk.list(store.incoming)) {
            store.finish(directory);
        }
        return store;
    }

    private void adopt(Path directory) throws IOException {
        try {
            publish(directory);
        } catch (OriginRefusal | IOException | IllegalArgumentException e) {
            LOG.error("track {} is damaged and not served: {}", directory.getFileName(), e.getMessage());
            Path aside = damaged.resolve(directory.getFileName());
            if (!disk.exists(aside)) {
                disk.move(directory, aside);
            }
        }
    }

    /** A process that ended between the last durable byte and the rename left a track that lacks only the rename. */
    private void finish(Path directory) throws IOException {
        try {
            SwarmId swarmId = new SwarmId(String.valueOf(directory.getFileName()));
            byte[] metainfo = disk.read(directory.resolve(TrackFiles.METAINFO), Metainfo.MAX_BYTES);
            if (durableOffset(directory)
                    == MetainfoRules.hybrid(metainfo, swarmId).lengthBytes()) {
                complete(swarmId);
            }
        } catch (OriginRefusal | IOException | IllegalArgumentException e) {
            LOG.warn("arriving track {} cannot be finished yet: {}", directory.getFileName(), e.getMessage());
        }
    }

    /** A complete track. */
    public Optional<OriginTrack> track(SwarmId swarmId) {
        return Optional.ofNullable(complete.get(swarmId));
    }

    /** All complete tracks, by swarm id. */
    public List<OriginTrack> tracks() {
        Map<String, OriginTrack> sorted = new TreeMap<>();
        complete.forEach((id, track) -> sorted.put(id.hex(), track));
        return List.copyOf(sorted.values());
    }

    /** Tracks that were taken down. */
    public Set<SwarmId> withdrawn() {
        return Set.copyOf(withdrawn);
    }

    /** True for a track that was taken down. */
    public boolean isWithdrawn(SwarmId swarmId) {
        return withdrawn.contains(swarmId);
    }

    /**
     * Takes a track down, whether it is here or not: from now on nobody is served it and no upload of it is taken. That is durable
     * when this returns; the files go with {@link #purge}.
     */
    public void withdraw(SwarmId swarmId) throws IOException {
        disk.replace(withdrawals.resolve(swarmId.hex()), new byte[0]);
        withdrawn.add(swarmId);
        complete.remove(swarmId);
    }

    /** Removes the files of a withdrawn track; those of an upload under way go when it ends, all others at the next start at last. */
    public void purge(SwarmId swarmId) throws IOException {
        synchronized (busy) {
            if (busy.contains(swarmId) || !isWithdrawn(swarmId)) {
                return;
            }
        }
        for (Path parent : List.of(tracks, incoming, damaged)) {
            Path directory = parent.resolve(swarmId.hex());
            for (Path file : disk.list(directory)) {
                disk.delete(file);
            }
            disk.delete(directory);
        }
    }

    /** Lifts a withdrawal: the track can be uploaded again. */
    public void readmit(SwarmId swarmId) throws IOException {
        purge(swarmId);
        disk.delete(withdrawals.resolve(swarmId.hex()));
        withdrawn.remove(swarmId);
    }

    /** Refuses what concerns a track that was taken down. */
    void requireAdmitted(SwarmId swarmId) throws OriginRefusal {
        if (isWithdrawn(swarmId)) {
            throw OriginRefusal.of(ProblemKind.WITHDRAWN, "the operator of this edge took the track down");
        }
    }

    /** Tracks that metainfo or leaves have come of, and not all bytes. */
    public List<SwarmId> awaited() throws IOException {
        return disk.list(incoming).stream()
                .flatMap(directory -> SwarmId.parse(String.valueOf(directory.getFileName())).stream())
                .toList();
    }

    /**
     * Lets bytes of a track come as a peer: from now on until {@link #finishFetch} or {@link #endFetch} no upload writes them.
     *
     * @return nothing if the track is complete, withdrawn, being uploaded, or lacks its metainfo or leaves
     */
    public Optional<AwaitedTrack> beginFetch(SwarmId swarmId) throws IOException {
        if (track(swarmId).isPresent() || isWithdrawn(swarmId)) {
            return Optional.empty();
        }
        synchronized (busy) {
            if (busy.contains(swarmId) || !fetching.add(swarmId)) {
                return Optional.empty();
            }
        }
        Optional<AwaitedTrack> found = described(swarmId);
        if (found.isEmpty()) {
            fetching.remove(swarmId);
        }
        return found;
    }

    private Optional<AwaitedTrack> described(SwarmId swarmId) throws IOException {
        Path directory = incoming.resolve(swarmId.hex());
        try {
            Metainfo metainfo = arriving(swarmId);
            return disk.exists(TrackFiles.leaves(directory, metainfo))
                    ? Optional.of(
                            new AwaitedTrack(metainfo, companion(directory, metainfo), policy(directory), directory))
                    : Optional.empty();
        } catch (OriginRefusal | IllegalArgumentException e) {
            LOG.warn("track {} cannot be fetched: {}", swarmId, e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether an upload has brought bytes of a track that is not complete. */
    public boolean isBegun(SwarmId swarmId) throws IOException {
        return disk.exists(incoming.resolve(swarmId.hex()).resolve(TrackFiles.OFFSET));
    }

    /** Gives up fetching; what came stays. */
    public void endFetch(SwarmId swarmId) {
        fetching.remove(swarmId);
    }

    /**
     * Makes a track complete whose bytes a peer has fetched, checked and closed: they are forced to disk, then it is moved.
     *
     * @return nothing if it was withdrawn meanwhile, or something of it is missing
     */
    public Optional<OriginTrack> finishFetch(SwarmId swarmId) throws IOException {
        try (Claim claim = claim(swarmId)) {
            Metainfo metainfo = arriving(swarmId);
            Path data = TrackFiles.data(claim.directory(), metainfo);
            if (disk.sizeBytes(data) != metainfo.lengthBytes()) {
                throw OriginRefusal.of(ProblemKind.INTERNAL, "the fetched data have the wrong length");
            }
            try (OriginDisk.Appender file = disk.append(data, metainfo.lengthBytes())) {
                file.force();
            }
            return Optional.of(complete(swarmId));
        } catch (OriginRefusal e) {
            LOG.warn("fetched track {} is not served: {}", swarmId, e.getMessage());
            return Optional.empty();
        } finally {
            fetching.remove(swarmId);
        }
    }

    /** Whether the store's disk can be written: makes and removes a file of one block. */
    public void probe() throws IOException {
        Path probe = incoming.resolve(".probe");
        disk.replace(probe, new byte[Merkle.LEAF_SIZE]);
        disk.delete(probe);
    }

    /** Takes the hybrid metainfo and the policy of the token's flags; of a complete track only the policy can change. */
    Optional<OriginTrack> putMetainfo(EdgeToken token, byte[] body) throws IOException, OriginRefusal {
        Metainfo metainfo = MetainfoRules.hybrid(body, token.swarmId());
        TrackPolicy policy = TrackPolicy.of(token.flags());
        try (Claim claim = claim(token.swarmId())) {
            Optional<OriginTrack> known = track(token.swarmId());
            if (known.isPresent()) {
                return known.get().policy().equals(policy) ? known : Optional.of(withPolicy(known.get(), token));
            }
            Path directory = claim.directory();
            long missing = metainfo.lengthBytes() - disk.sizeBytes(TrackFiles.data(directory, metainfo));
            requireSpace(missing);
            disk.makeDirectory(directory);
            disk.replace(directory.resolve(TrackFiles.METAINFO), metainfo.withLinks(MetainfoLinks.NONE));
            disk.replace(directory.resolve(TrackFiles.POLICY), policyText(token));
            return Optional.empty();
        }
    }

    /** Takes the v1-only companion, after the metainfo; a complete track takes one too if it has none. */
    Optional<OriginTrack> putCompanion(EdgeToken token, byte[] body) throws IOException, OriginRefusal {
        try (Claim claim = claim(token.swarmId())) {
            Optional<OriginTrack> known = track(token.swarmId());
            Metainfo companion = MetainfoRules.companion(
                    body, known.isPresent() ? known.get().metainfo() : arriving(token.swarmId()));
            Path directory = known.map(OriginTrack::directory).orElse(claim.directory());
            if (known.isPresent() && known.get().companion().isPresent()) {
                return known;
            }
            disk.replace(directory.resolve(TrackFiles.COMPANION), companion.withLinks(MetainfoLinks.NONE));
            if (known.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(publish(directory));
        }
    }

    /** Begins the upload of the leaves, {@code lengthBytes} of them. */
    LeavesUpload beginLeaves(EdgeToken token, long lengthBytes) throws IOException, OriginRefusal {
        Claim claim = claim(token.swarmId());
        try {
            Metainfo metainfo = claim.metainfoOrKnown();
            if (lengthBytes != LeafSidecar.lengthBytes(metainfo.lengthBytes())) {
                throw OriginRefusal.of(
                        ProblemKind.LEAVES_MISMATCH,
                        "the leaves must be " + LeafSidecar.lengthBytes(metainfo.lengthBytes()) + " bytes, not "
                                + lengthBytes);
            }
            requireSpace(lengthBytes);
            return new LeavesUpload(claim, metainfo, disk);
        } catch (IOException | OriginRefusal | RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    /** How many bytes of the track are verified and durable. */
    long offset(EdgeToken token) throws IOException, OriginRefusal {
        requireAdmitted(token.swarmId());
        Optional<OriginTrack> known = track(token.swarmId());
        if (known.isPresent()) {
            return known.get().sizeBytes();
        }
        Path directory = incoming.resolve(token.swarmId().hex());
        if (!disk.exists(TrackFiles.leaves(directory, arriving(token.swarmId())))) {
            throw OriginRefusal.of(ProblemKind.LEAVES_MISSING, "the leaves come before the data");
        }
        return durableOffset(directory);
    }

    /** Begins the upload of {@code lengthBytes} bytes from {@code offset}, which must be where the last one ended. */
    DataUpload beginData(EdgeToken token, long offset, long lengthBytes) throws IOException, OriginRefusal {
        Claim claim = claim(token.swarmId());
        try {
            long at = offset(token);
            if (offset != at) {
                throw OriginRefusal.offset("the next byte is " + at + ", not " + offset, at);
            }
            if (fetching.contains(token.swarmId())) {
                throw OriginRefusal.of(
                        ProblemKind.UPLOAD_IN_PROGRESS, "this edge is fetching the track from a sibling");
            }
            Metainfo metainfo = claim.metainfoOrKnown();
            if (lengthBytes > metainfo.lengthBytes() - at) {
                throw OriginRefusal.offset(
                        "the track has " + metainfo.lengthBytes() + " bytes, not " + (at + lengthBytes), at);
            }
            return new DataUpload(this, claim, metainfo, at, disk);
        } catch (IOException | OriginRefusal | RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    /** Makes an arriving track whose last byte is durable a complete one. */
    OriginTrack complete(SwarmId swarmId) throws IOException, OriginRefusal {
        requireAdmitted(swarmId);
        Path from = incoming.resolve(swarmId.hex());
        Path to = tracks.resolve(swarmId.hex());
        disk.move(from, to);
        disk.delete(to.resolve(TrackFiles.OFFSET));
        return publish(to);
    }

    private OriginTrack publish(Path directory) throws IOException, OriginRefusal {
        OriginTrack track = load(directory);
        complete.put(track.swarmId(), track);
        if (isWithdrawn(track.swarmId())) {
            complete.remove(track.swarmId());
            requireAdmitted(track.swarmId());
        }
        return track;
    }

    private OriginTrack withPolicy(OriginTrack track, EdgeToken token) throws IOException, OriginRefusal {
        disk.replace(track.directory().resolve(TrackFiles.POLICY), policyText(token));
        return publish(track.directory());
    }

    private OriginTrack load(Path directory) throws IOException, OriginRefusal {
        SwarmId swarmId = new SwarmId(String.valueOf(directory.getFileName()));
        Metainfo metainfo =
                MetainfoRules.hybrid(disk.read(directory.resolve(TrackFiles.METAINFO), Metainfo.MAX_BYTES), swarmId);
        Optional<Metainfo> companion = companion(directory, metainfo);
        if (disk.sizeBytes(TrackFiles.data(directory, metainfo)) != metainfo.lengthBytes()
                || disk.sizeBytes(TrackFiles.leaves(directory, metainfo))
                        != LeafSidecar.lengthBytes(metainfo.lengthBytes())) {
            throw OriginRefusal.of(ProblemKind.INTERNAL, "data or leaves have the wrong length");
        }
        return new OriginTrack(metainfo, companion, policy(directory), directory);
    }

    private Optional<Metainfo> companion(Path directory, Metainfo metainfo) throws IOException, OriginRefusal {
        Path file = directory.resolve(TrackFiles.COMPANION);
        return disk.exists(file)
                ? Optional.of(MetainfoRules.companion(disk.read(file, Metainfo.MAX_BYTES), metainfo))
                : Optional.empty();
    }

    private static byte[] policyText(EdgeToken token) {
        StringBuilder text = new StringBuilder();
        for (TokenFlag flag : List.of(TokenFlag.HOSTS_OPEN, TokenFlag.STOCK_ALLOWED)) {
            if (token.flags().contains(flag)) {
                text.append(flag).append('\n');
            }
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private TrackPolicy policy(Path directory) throws IOException {
        String text = new String(disk.read(directory.resolve(TrackFiles.POLICY), 256), StandardCharsets.US_ASCII);
        Set<TokenFlag> flags = new HashSet<>();
        text.lines().forEach(line -> flags.add(TokenFlag.valueOf(line)));
        return TrackPolicy.of(flags);
    }

    private void requireSpace(long bytes) throws IOException, OriginRefusal {
        if (disk.usableBytes(incoming) < bytes) {
            throw OriginRefusal.of(ProblemKind.DISK_FULL, "the edge has no room for " + bytes + " bytes");
        }
    }

    private Metainfo arriving(SwarmId swarmId) throws IOException, OriginRefusal {
        Path file = incoming.resolve(swarmId.hex()).resolve(TrackFiles.METAINFO);
        if (!disk.exists(file)) {
            throw OriginRefusal.of(ProblemKind.METAINFO_MISSING, "the metainfo comes first");
        }
        return MetainfoRules.hybrid(disk.read(file, Metainfo.MAX_BYTES), swarmId);
    }

    /** The recorded offset, which was written after the bytes before it were durable; whatever lies behind it is cut off. */
    private long durableOffset(Path directory) throws IOException {
        Path file = directory.resolve(TrackFiles.OFFSET);
        return disk.exists(file) ? Long.parseLong(new String(disk.read(file, 20), StandardCharsets.US_ASCII)) : 0;
    }

    private Claim claim(SwarmId swarmId) throws OriginRefusal {
        requireAdmitted(swarmId);
        synchronized (busy) {
            if (!busy.add(swarmId)) {
                throw OriginRefusal.of(ProblemKind.UPLOAD_IN_PROGRESS, "another upload writes to this track");
            }
        }
        return new Claim(swarmId);
    }

    /** The right to change one track; held by one upload at a time. */
    final class Claim implements AutoCloseable {
        private final SwarmId swarmId;

        private Claim(SwarmId swarmId) {
            this.swarmId = swarmId;
        }

        SwarmId swarmId() {
            return swarmId;
        }

        Path directory() {
            return incoming.resolve(swarmId.hex());
        }

        Metainfo metainfoOrKnown() throws IOException, OriginRefusal {
            Optional<OriginTrack> known = track(swarmId);
            return known.isPresent() ? known.get().metainfo() : arriving(swarmId);
        }

        boolean isComplete() {
            return track(swarmId).isPresent();
        }

        @Override
        public void close() throws IOException {
            synchronized (busy) {
                busy.remove(swarmId);
            }
            purge(swarmId);
        }
    }

    /** The problem of a disk that failed: full, or broken. */
    static Problem diskProblem(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        return text.contains("No space left") || text.contains("quota")
                ? Problem.of(ProblemKind.DISK_FULL, "the edge's disk is full; repeat when there is room")
                : Problem.of(ProblemKind.INTERNAL, "the edge's disk failed");
    }
}
