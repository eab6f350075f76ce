package sealswarm.license.server.config;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sealswarm.license.server.edge.Edges.Edge;
import sealswarm.overlay.token.EdgeName;

/** An edge as a setting: {@code name=http://host:port} or {@code name=http://host:port#generation}. */
final class EdgeAddress {
    private static final Pattern FORM =
            Pattern.compile("([a-z0-9][a-z0-9-]{0,62})=(https?://[A-Za-z0-9._:\\[\\]-]+)(?:#([0-9]{1,5}))?");

    private EdgeAddress() {}

    static Edge parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "edges must be name=http://host:port, or with #generation behind it: '" + text + "'");
        }
        String generation = matcher.group(3);
        return new Edge(
                new EdgeName(matcher.group(1)),
                URI.create(matcher.group(2)),
                generation == null ? 1 : Integer.parseInt(generation));
    }
}
