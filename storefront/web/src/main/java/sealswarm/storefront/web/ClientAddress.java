package sealswarm.storefront.web;

import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/**
 * Where a request comes from. A shop on its own takes the connection's address. A shop behind a proxy sees only the proxy, so it takes the
 * last address of {@code X-Forwarded-For}, the one that the proxy itself wrote; what stands before it is the visitor's own claim. Pure.
 */
public enum ClientAddress {
    /** Visitors connect to the shop. */
    OF_CONNECTION {
        @Override
        public String of(HttpServerRequest request) {
            return request.remoteAddress().hostAddress();
        }
    },
    /** Visitors connect to a proxy before the shop. */
    OF_PROXY {
        @Override
        public String of(HttpServerRequest request) {
            String forwarded = String.valueOf(request.getHeader("X-Forwarded-For"));
            String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
            return ADDRESS.matcher(last).matches() ? last : OF_CONNECTION.of(request);
        }
    };

    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]{2,45}");

    /** The address of the visitor who sent {@code request}. */
    public abstract String of(HttpServerRequest request);
}
