package sealswarm.license.server.title;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import sealswarm.format.key.TitleId;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.license.key.StudioKey;
import sealswarm.license.message.Titles;
import sealswarm.license.message.Titles.TitleRegistration;
import sealswarm.license.message.Titles.TrackUpload;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.edge.EdgeGate;
import sealswarm.license.server.http.Access;
import sealswarm.license.server.http.ApiRequest;
import sealswarm.license.server.http.ApiRoute;
import sealswarm.license.server.http.Caller;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.http.Reply;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.http.Workers;
import sealswarm.license.server.keystore.KeyGate;
import sealswarm.license.wire.Sha256Hex;
import sealswarm.license.wire.WireJson;

/** Routes of studios and titles. */
public final class TitleRoutes {
    /** Whether a buyer holds a grant of a title: asked of the grant room. */
    @FunctionalInterface
    public interface Holders {
        boolean holds(String subject, TitleId title);
    }

    private final TitleStore store;
    private final TitleRegistrar registrar;
    private final StudioDesk desk;
    private final EdgeGate edges;
    private final Holders holders;
    private final Workers workers;
    private final InstantSource clock;

    public TitleRoutes(
            TitleStore store, KeyGate keys, EdgeGate edges, Holders holders, Workers workers, InstantSource clock) {
        this.store = store;
        this.registrar = new TitleRegistrar(store, keys, clock);
        this.desk = new StudioDesk(store, clock);
        this.edges = edges;
        this.holders = holders;
        this.workers = workers;
        this.clock = clock;
    }

    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.put("/v1/studios/{studioId}/keys", Access.roles(Role.STUDIO, Role.OPERATOR), this::enrolKey),
                ApiRoute.put("/v1/titles/{titleId}/revisions/{revision}", Access.roles(Role.STUDIO), this::register)
                        .upTo(ApiRoute.MANIFEST_BYTES),
                ApiRoute.get(
                        "/v1/titles/{titleId}/manifest",
                        Access.service(Access.STOREFRONT).or(Role.BUYER, Role.STUDIO),
                        this::manifest));
    }

    private Future<Reply> enrolKey(ApiRequest request) {
        return workers.store(() -> {
            StudioAccount account =
                    desk.enrol(request.caller(), request.pathParameter("studioId"), request.envelope(StudioKey.TYPE));
            return Reply.json(WireJson.write(account.view()));
        });
    }

    private Future<Reply> register(ApiRequest request) {
        return workers.store(() -> {
            TitleRegistration body = request.json(TitleRegistration.class);
            TitleRevision revision = registrar.register(
                    request.caller(),
                    new TitleRegistrar.Registration(
                            request.pathParameter("titleId"),
                            request.pathNumber("revision", 1),
                            body.manifest().envelope(Manifest.TYPE),
                            body.keys().envelope(SealedKeys.TYPE)));
            List<TrackUpload> uploads = revision.tracks().stream()
                    .map(track -> new TrackUpload(track.id(), edges.require().uploads(track.swarm(), clock.instant())))
                    .toList();
            return Reply.json(WireJson.write(new Titles.Registered(
                    revision.title(), (int) revision.revision(), new Sha256Hex(revision.packageId()), uploads)));
        });
    }

    private Future<Reply> manifest(ApiRequest request) {
        return workers.store(() -> {
            TitleId title = new TitleId(request.pathParameter("titleId"));
            TitleHead head = store.head(title)
                    .filter(found -> mayRead(request.caller(), found))
                    .orElseThrow(TitleRoutes::notFound);
            long revision = request.queryNumber("revision", 1, Integer.MAX_VALUE, (int) head.latest());
            TitleRevision found = store.revision(title, revision).orElseThrow(TitleRoutes::notFound);
            return Reply.json(found.manifest().getBytes()).with("ETag", "\"" + found.packageId() + "\"");
        });
    }

    private boolean mayRead(Caller caller, TitleHead head) {
        boolean shop = caller.isService(Access.STOREFRONT);
        boolean member = caller.has(Role.STUDIO)
                && store.studio(head.studio())
                        .map(studio -> studio.members().contains(caller.subject()))
                        .orElse(false);
        return shop || member || holders.holds(caller.subject(), head.title());
    }

    /** Not bought and not there look alike. */
    private static ProblemException notFound() {
        return ProblemException.of(ProblemType.NOT_FOUND, "no such title, or it was not bought by this account");
    }
}
