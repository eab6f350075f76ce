package sealswarm.license.server.http;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** {@code GET /openapi.yaml}: the interface's description, as the protocol's jar holds it. */
public final class DocumentRoutes {
    private static final String RESOURCE = "/openapi/license-v1.yaml";

    private final byte[] openApi;

    public DocumentRoutes() {
        this.openApi = read();
    }

    public List<ApiRoute> routes() {
        return List.of(ApiRoute.get(
                "/openapi.yaml",
                Access.ANYBODY,
                request -> Future.succeededFuture(
                        Reply.bytes(200, "application/yaml", openApi).with("Cache-Control", "public, max-age=300"))));
    }

    private static byte[] read() {
        try (InputStream in = DocumentRoutes.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the license protocol's jar holds no " + RESOURCE);
            }
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
