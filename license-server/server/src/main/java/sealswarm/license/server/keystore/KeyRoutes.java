package sealswarm.license.server.keystore;

import io.vertx.core.Future;
import java.net.URI;
import java.util.List;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.server.http.Access;
import sealswarm.license.server.http.ApiRequest;
import sealswarm.license.server.http.ApiRoute;
import sealswarm.license.server.http.Reply;
import sealswarm.license.server.http.Workers;

/** {@code GET /v1/keys}: what clients pin. */
public final class KeyRoutes {
    /**
     * Where the shop's parts are.
     *
     * @param name this server's name in documents
     */
    public record Addresses(String name, URI issuer, URI storefront, List<URI> edges) {
        public Addresses {
            edges = List.copyOf(edges);
        }
    }

    private final KeyGate keys;
    private final Addresses addresses;
    private final Workers workers;

    public KeyRoutes(KeyGate keys, Addresses addresses, Workers workers) {
        this.keys = keys;
        this.addresses = addresses;
        this.workers = workers;
    }

    public List<ApiRoute> routes() {
        return List.of(ApiRoute.get("/v1/keys", Access.ANYBODY, this::list));
    }

    private Future<Reply> list(ApiRequest request) {
        return workers.crypto(() -> {
            Keystore keystore = keys.require();
            ServerKeys list = new ServerKeys(
                    keystore.version(),
                    addresses.name(),
                    keystore.published(),
                    addresses.issuer(),
                    addresses.storefront(),
                    addresses.edges());
            return Reply.json(list.sign(keystore.documents()).bytes()).with("Cache-Control", "public, max-age=60");
        });
    }
}
