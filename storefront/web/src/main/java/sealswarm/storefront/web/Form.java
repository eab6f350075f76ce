package sealswarm.storefront.web;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** The fields of a submitted form or of a query, each with a length limit. */
public final class Form {
    private final MultiMap fields;

    private Form(MultiMap fields) {
        this.fields = fields;
    }

    /** The form of an unsafe request. */
    public static Form of(RoutingContext context) {
        return new Form(context.request().formAttributes());
    }

    /** The query of a request. */
    public static Form query(RoutingContext context) {
        return new Form(context.queryParams());
    }

    /** A field that is there at most once, trimmed; empty counts as absent; too long or doubled is refused. */
    public Optional<String> text(String name, int maxChars) {
        List<String> values = fields.getAll(name);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        String value = values.get(0).strip();
        if (values.size() > 1
                || value.length() > maxChars
                || value.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r')) {
            throw PageRefusal.malformed(name);
        }
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    /** A field that must be there. */
    public String required(String name, int maxChars) {
        return text(name, maxChars).orElseThrow(() -> PageRefusal.malformed(name));
    }
}
