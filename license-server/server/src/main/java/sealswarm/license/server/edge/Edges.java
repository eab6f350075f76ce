package sealswarm.license.server.edge;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sealswarm.format.key.TrackId;
import sealswarm.license.message.Accounts.OpsToken;
import sealswarm.license.message.Licenses.InfoHashes;
import sealswarm.license.message.Licenses.SwarmAccess;
import sealswarm.license.message.Titles.EdgeUpload;
import sealswarm.overlay.token.EdgeName;
import sealswarm.overlay.token.EdgeOrder;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.EdgeTokenKey;
import sealswarm.overlay.token.EdgeTokenRoot;
import sealswarm.overlay.token.PeerKeyThumbprint;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenFlag;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TrustDomain;

/** Mints the URLs of all edges. Immutable and thread-safe. */
public final class Edges {
    /** Life of an upload token. */
    public static final Duration UPLOAD_LIFE = Duration.ofHours(24);

    /** Life of an operator's token. */
    public static final Duration OPS_LIFE = Duration.ofMinutes(15);

    /**
     * One edge.
     *
     * @param url its public address, without a slash at the end
     * @param generation of its token key
     */
    public record Edge(EdgeName name, URI url, int generation) {}

    /**
     * What a player may fetch.
     *
     * @param name file name of the ciphertext
     * @param holder the account's pseudonym in this swarm
     * @param peerKey thumbprint of the player's swarm key, or none
     */
    public record Reader(
            TrackId track,
            String name,
            SwarmId swarm,
            InfoHashes infoHashes,
            Pseudonym holder,
            PeerKeyThumbprint peerKey) {}

    private record Keyed(Edge edge, EdgeTokenKey key) {}

    private final List<Keyed> edges;

    public Edges(List<Edge> edges, EdgeTokenRoot root) {
        this.edges = edges.stream()
                .map(edge -> new Keyed(edge, root.derive(edge.name(), edge.generation())))
                .toList();
    }

    /** Their public addresses. */
    public List<URI> urls() {
        return edges.stream().map(keyed -> keyed.edge().url()).toList();
    }

    /** Where a studio uploads one track: one URL per edge. */
    public List<EdgeUpload> uploads(SwarmId swarm, Instant now) {
        EdgeToken token = EdgeToken.of(
                        TokenKind.UPLOAD,
                        TrustDomain.EDGE,
                        swarm,
                        Pseudonym.NOBODY,
                        now.plus(UPLOAD_LIFE).getEpochSecond())
                .withFlags(Set.of(TokenFlag.HOSTS_OPEN, TokenFlag.STOCK_ALLOWED));
        return edges.stream()
                .map(keyed -> new EdgeUpload(url(keyed, "origin", token, "")))
                .toList();
    }

    /** How a player joins one track's swarm until {@code expiresAt}; the edges in the swarm's own order of preference. */
    public SwarmAccess access(Reader reader, Instant expiresAt) {
        List<Keyed> ordered =
                EdgeOrder.of(reader.swarm(), edges, keyed -> keyed.edge().name());
        List<URI> announce = new ArrayList<>();
        List<URI> webSeeds = new ArrayList<>();
        for (Keyed keyed : ordered) {
            announce.add(url(keyed, "announce", token(TokenKind.ANNOUNCE, reader, expiresAt), ""));
            webSeeds.add(url(keyed, "webseed", token(TokenKind.WEBSEED, reader, expiresAt), "/" + reader.name()));
        }
        URI leaves = URI.create(webSeeds.get(0) + ".leaves");
        return new SwarmAccess(reader.track(), reader.infoHashes(), announce, webSeeds, leaves, expiresAt);
    }

    /** An operator's token for each edge. */
    public List<OpsToken> ops(Instant now) {
        Instant until = now.plus(OPS_LIFE);
        EdgeToken token = EdgeToken.ops(until.getEpochSecond());
        return edges.stream()
                .map(keyed -> new OpsToken(keyed.edge().url(), keyed.key().mint(token), until))
                .toList();
    }

    private static EdgeToken token(TokenKind kind, Reader reader, Instant expiresAt) {
        return EdgeToken.of(kind, TrustDomain.USER, reader.swarm(), reader.holder(), expiresAt.getEpochSecond())
                .withPeerKey(reader.peerKey());
    }

    private static URI url(Keyed keyed, String route, EdgeToken token, String rest) {
        return URI.create(keyed.edge().url() + "/" + route + "/" + keyed.key().mint(token) + rest);
    }
}
