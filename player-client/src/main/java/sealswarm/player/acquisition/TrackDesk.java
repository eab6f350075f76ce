package sealswarm.player.acquisition;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import sealswarm.format.cipher.BlockDecryptor;
import sealswarm.format.cipher.TrackVerifier;
import sealswarm.format.disk.PrivateFile;
import sealswarm.format.key.TrackId;
import sealswarm.format.manifest.Track;
import sealswarm.format.manifest.TrackInfoHashes;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.license.device.DeviceKeys;
import sealswarm.license.message.Licenses.SwarmAccess;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoException;
import sealswarm.overlay.swarm.FallbackPolicy;
import sealswarm.overlay.swarm.Sharing;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.overlay.webseed.EdgeBackstop;
import sealswarm.player.cache.PlayerHome;
import sealswarm.player.playback.LeafSupply;
import sealswarm.player.playback.PeerChoice;
import sealswarm.player.playback.PlainTrack;
import sealswarm.player.playback.Traffic;

/**
 * Opens tracks of one licensed title: metainfo from the edge or from what is kept, checked against the signed manifest; swarm;
 * key. Each track is opened once. Event loop; files on the workers.
 */
public final class TrackDesk {
    private final Overlay overlay;
    private final EdgeFiles edge;
    private final PlayerHome home;
    private final DeviceKeys device;
    private final TrackKeys trackKeys;
    private final SwarmJoin links;
    private final WorkerExecutor workers;
    private final SwarmSettings limits;
    private final LicensedTitle title;
    private final Map<TrackId, Future<PlainTrack>> opened = new HashMap<>();
    private PeerChoice choice;
    private Optional<Traffic> traffic = Optional.empty();
    private Future<Void> closing = Future.succeededFuture();

    /** What a desk works with, apart from the title. */
    public record Tools(
            Overlay overlay,
            EdgeFiles edge,
            PlayerHome home,
            DeviceKeys device,
            TrackKeys trackKeys,
            SwarmJoin links,
            WorkerExecutor workers,
            SwarmSettings limits) {}

    public TrackDesk(Tools tools, LicensedTitle title, PeerChoice choice) {
        this.overlay = tools.overlay();
        this.edge = tools.edge();
        this.home = tools.home();
        this.device = tools.device();
        this.trackKeys = tools.trackKeys();
        this.links = tools.links();
        this.workers = tools.workers();
        this.limits = tools.limits();
        this.title = title;
        this.choice = choice;
    }

    /**
     * The track, open. Fails with NoSuchElementException if the license does not hold it, with {@link FormatException} or {@link
     * sealswarm.license.LicenseRefusal} if something is not what was signed, with IOException if its metainfo cannot be had.
     */
    public synchronized Future<PlainTrack> open(TrackId id) {
        Future<PlainTrack> known = opened.get(id);
        if (known != null && !known.failed()) {
            return known;
        }
        Optional<Track> track = title.track(id);
        if (track.isEmpty()) {
            return Future.failedFuture(new NoSuchElementException("the license holds no track " + id));
        }
        // A track that is still closing cannot be opened: a file has one swarm.
        Future<PlainTrack> opening =
                closing.compose(closed -> metainfo(track.get())).compose(metainfo -> join(track.get(), metainfo));
        opened.put(id, opening);
        return opening;
    }

    private Future<PlainTrack> join(Track track, Metainfo metainfo) {
        TrackVerifier verifier =
                TrackVerifier.ofPieceLayer(track, metainfo.pieceLayer().orElse(MerkleLayer.EMPTY));
        return workers.executeBlocking(
                        () -> new Prepared(
                                home.ciphertext(title.manifest().titleId()),
                                title.license().unwrap(device, title.manifest(), track)),
                        false)
                .compose(prepared -> {
                    TrackRequest plain = TrackRequest.of(metainfo, prepared.directory())
                            .withSettings(limits)
                            .withPolicy(policy(track));
                    TrackRequest request = choice().usesPeers()
                            ? plain.withPeerKey(trackKeys.key(title.manifest().titleId(), track.id()))
                            : plain;
                    return overlay.open(request)
                            .onFailure(failure -> prepared.decryptor().close())
                            .map(swarm -> plain(request, track, verifier, prepared.decryptor(), swarm));
                });
    }

    private FallbackPolicy policy(Track track) {
        return choice().usesPeers() ? new EdgeBackstop(PlainTrack.bytesPerSecond(track), 0) : FallbackPolicy.ALWAYS;
    }

    private record Prepared(java.nio.file.Path directory, BlockDecryptor decryptor) {}

    private PlainTrack plain(
            TrackRequest request, Track track, TrackVerifier verifier, BlockDecryptor decryptor, OverlayTrack swarm) {
        swarm.setSharing(sharing());
        Optional<SwarmAccess> access = title.access(track.id());
        access.ifPresent(given -> links.join(request, swarm, given, overlay.port(), choice()));
        LeafSupply leaves = access.map(given -> edge.leaves(sidecars(given))).orElse(LeafSupply.NONE);
        return new PlainTrack(swarm, verifier, decryptor, leaves, workers);
    }

    /** The sidecar that was named, then those beside the data of the other edges. */
    private static List<URI> sidecars(SwarmAccess access) {
        return Stream.concat(
                        Stream.of(access.leaves()),
                        access.webSeeds().stream().map(webSeed -> URI.create(webSeed + ".leaves")))
                .distinct()
                .toList();
    }

    private Future<Metainfo> metainfo(Track track) {
        PrivateFile kept = new PrivateFile(
                home.directory()
                        .resolve("metainfo")
                        .resolve(title.manifest().titleId().text())
                        .resolve(track.root().fileName() + ".torrent"),
                Metainfo.MAX_BYTES);
        return workers.executeBlocking(kept::read, false).compose(bytes -> {
            if (bytes.isPresent()) {
                return Future.succeededFuture(checked(track, bytes.get()));
            }
            return fetched(track).compose(fresh -> {
                Metainfo metainfo = checked(track, fresh.getBytes());
                return workers.executeBlocking(
                        () -> {
                            kept.write(fresh.getBytes());
                            return metainfo;
                        },
                        false);
            });
        });
    }

    /** From the first edge that gives it. */
    private Future<Buffer> fetched(Track track) {
        Future<Buffer> found = Future.failedFuture(new IOException("no edge is known for track " + track.id()));
        for (URI webSeed : title.access(track.id()).map(SwarmAccess::webSeeds).orElse(List.of())) {
            URI torrent = URI.create(webSeed + ".torrent");
            found = found.recover(failure -> edge.whole(torrent, Metainfo.MAX_BYTES));
        }
        return found;
    }

    /** Refuses a metainfo that is not the one the studio signed. */
    private static Metainfo checked(Track track, byte[] bytes) {
        try {
            Metainfo metainfo = Metainfo.parse(bytes);
            TrackInfoHashes signed = track.infoHashes();
            boolean same = metainfo.infoHashes().v2().equals(Optional.of(signed.v2()))
                    && metainfo.infoHashes().v1().equals(Optional.of(signed.hybridV1()))
                    && metainfo.lengthBytes() == track.sizeBytes();
            if (same) {
                return metainfo;
            }
        } catch (MetainfoException e) {
            throw new FormatException(
                    FormatProblem.BLOCK_CORRUPT, "metainfo of " + track.id() + ": " + e.getMessage(), e);
        }
        throw new FormatException(
                FormatProblem.BLOCK_CORRUPT, "metainfo of " + track.id() + " is not the one the manifest names");
    }

    /** The buyer's choice in force. */
    public synchronized PeerChoice choice() {
        return choice;
    }

    private synchronized Sharing sharing() {
        return traffic.map(Traffic::sharing).orElse(Sharing.OPEN);
    }

    /** Limits the engine, and serves peers or pauses that, in tracks that are open and in those to come. */
    public synchronized void apply(Traffic next) {
        if (traffic.equals(Optional.of(next))) {
            return;
        }
        traffic = Optional.of(next);
        overlay.setLimits(next.uploadLimit(), next.downloadLimit());
        opened.values().forEach(track -> track.onSuccess(plain -> plain.swarm().setSharing(sharing())));
    }

    /** The tracks that are open now. */
    synchronized List<PlainTrack> tracks() {
        return opened.values().stream()
                .filter(Future::succeeded)
                .map(Future::result)
                .toList();
    }

    /**
     * Takes a new choice: open tracks leave their swarms, and come back as they may. Without peers the listening socket goes too.
     *
     * @return fails, and nothing changes, if the port for peers cannot be had
     */
    public Future<Void> choose(PeerChoice next) {
        if (choice() == next) {
            return Future.succeededFuture();
        }
        Future<Void> reach = next.usesPeers() ? overlay.listen() : Future.succeededFuture();
        return reach.compose(ready -> close(next))
                .compose(closed -> next.usesPeers() ? Future.succeededFuture() : overlay.stopListening());
    }

    /** Closes all tracks; they may be opened again. */
    public Future<Void> close() {
        return close(choice());
    }

    private synchronized Future<Void> close(PeerChoice next) {
        choice = next;
        List<Future<Void>> done = opened.values().stream()
                .map(open -> open.compose(track -> track.swarm().close().onComplete(closed -> track.close()))
                        .otherwiseEmpty())
                .toList();
        opened.clear();
        closing = Future.join(done).mapEmpty();
        return closing;
    }
}
