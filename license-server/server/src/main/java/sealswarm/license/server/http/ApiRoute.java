package sealswarm.license.server.http;

import io.vertx.core.http.HttpMethod;
import java.util.regex.Pattern;

/**
 * One line of the route table.
 *
 * @param method GET also answers HEAD
 * @param path with {@code {name}} for a path parameter, as in the OpenAPI document
 * @param access who may call
 * @param maxBodyBytes largest request body; 0 for routes without one
 * @param handler what it does
 */
public record ApiRoute(HttpMethod method, String path, Access access, int maxBodyBytes, ApiHandler handler) {
    /** Body limit of ordinary requests. */
    public static final int REQUEST_BYTES = 64 * 1024;

    /** Body limit of a batch of play receipts. */
    public static final int USAGE_BYTES = 1024 * 1024;

    /** Body limit of a revision: manifest (4 MiB decoded) and sealed keys, in base64url and JSON. */
    public static final int MANIFEST_BYTES = 6 * 1024 * 1024;

    private static final Pattern PARAMETER = Pattern.compile("\\{([a-zA-Z]+)}");

    public ApiRoute {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a route's path starts with a slash: " + path);
        }
        if (maxBodyBytes < 0 || maxBodyBytes > MANIFEST_BYTES) {
            throw new IllegalArgumentException("body limit out of range: " + maxBodyBytes);
        }
    }

    public static ApiRoute get(String path, Access access, ApiHandler handler) {
        return new ApiRoute(HttpMethod.GET, path, access, 0, handler);
    }

    public static ApiRoute delete(String path, Access access, ApiHandler handler) {
        return new ApiRoute(HttpMethod.DELETE, path, access, 0, handler);
    }

    public static ApiRoute post(String path, Access access, ApiHandler handler) {
        return new ApiRoute(HttpMethod.POST, path, access, REQUEST_BYTES, handler);
    }

    public static ApiRoute put(String path, Access access, ApiHandler handler) {
        return new ApiRoute(HttpMethod.PUT, path, access, REQUEST_BYTES, handler);
    }

    /** The same route with another body limit. */
    public ApiRoute upTo(int bodyBytes) {
        return new ApiRoute(method, path, access, bodyBytes, handler);
    }

    /** The path in the router's own grammar: {@code {id}} becomes {@code :id}. */
    String routerPath() {
        return PARAMETER.matcher(path).replaceAll(":$1");
    }
}
