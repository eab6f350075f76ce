package sealswarm.license.server.revocation;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import sealswarm.format.key.Kid;
import sealswarm.license.LicenseId;
import sealswarm.license.RevocationDelta;
import sealswarm.license.device.DeviceId;
import sealswarm.license.server.http.Access;
import sealswarm.license.server.http.ApiRequest;
import sealswarm.license.server.http.ApiRoute;
import sealswarm.license.server.http.Reply;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.http.Workers;
import sealswarm.license.server.keystore.KeyGate;
import sealswarm.license.wire.Sha256Hex;

/** {@code GET /v1/revocations/{epoch}}: what was revoked after an epoch, signed. */
public final class RevocationRoutes {
    /** Most revocations of one answer; a client behind by more asks again from its {@code to}. */
    public static final int MAX_DELTA = 5_000;

    private final RevocationStore store;
    private final KeyGate keys;
    private final Workers workers;
    private final InstantSource clock;

    public RevocationRoutes(RevocationStore store, KeyGate keys, Workers workers, InstantSource clock) {
        this.store = store;
        this.keys = keys;
        this.workers = workers;
        this.clock = clock;
    }

    public List<ApiRoute> routes() {
        return List.of(ApiRoute.get("/v1/revocations/{epoch}", Access.roles(Role.BUYER), this::delta));
    }

    private Future<Reply> delta(ApiRequest request) {
        int from = request.pathNumber("epoch", 0);
        return workers.store(() -> delta(from, store.after(from, MAX_DELTA)))
                .compose(delta -> workers.crypto(
                        () -> Reply.json(delta.sign(keys.require().documents()).bytes())));
    }

    private RevocationDelta delta(long from, List<RevocationStore.Entry> entries) {
        List<LicenseId> licenses = new ArrayList<>();
        List<DeviceId> devices = new ArrayList<>();
        List<Kid> studioKids = new ArrayList<>();
        List<Sha256Hex> packageIds = new ArrayList<>();
        long to = from;
        for (RevocationStore.Entry entry : entries) {
            String target = entry.revocation().target();
            switch (entry.revocation().kind()) {
                case LICENSE -> licenses.add(new LicenseId(target));
                case DEVICE -> devices.add(new DeviceId(target));
                case STUDIO_KEY -> studioKids.add(new Kid(target));
                case PACKAGE -> packageIds.add(new Sha256Hex(target));
            }
            to = entry.epoch();
        }
        return new RevocationDelta(from, to, licenses, devices, studioKids, packageIds, clock.instant());
    }
}
