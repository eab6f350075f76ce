package sealswarm.overlay.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sealswarm.console.settings.SecretText;
import sealswarm.console.settings.Setting;
import sealswarm.overlay.token.HostStatement;

/**
 * Settings of an edge, section {@code edge} of the settings file.
 *
 * @param httpHost address of tracker, web seed and origin; plaintext HTTP stays on loopback
 * @param httpPort port of the same; 0 takes a free one
 * @param peerHost address peers connect to
 * @param peerPort port peers connect to; 0 takes a free one
 * @param publicUrl where clients reach the HTTP port
 * @param publicPeerAddress the address trackers hand out for the peer port
 * @param data directory of tracks, certificate key and delivery log
 * @param tokenKey the edge's token key, a line made by the license server
 * @param previousTokenKey the key of the generation before, while its tokens live
 * @param siblings other edges of the shop, as {@code name=http://host:port}
 * @param siblingKeys keys from and to siblings, lines made by the license server
 * @param localityFile table of prefixes, sites and regions
 * @param altoNetworkMap a provider's network map (RFC 7285), in place of the table
 * @param altoCostMap its cost map
 * @param maxBytesPerSecond what may go out, to web seed clients and peers; 0 = no limit
 * @param maxConnections most HTTP connections, 1 to {@link #MOST_CONNECTIONS}
 * @param statusAllow addresses that may read health and metrics beside loopback
 * @param storefrontUrl the shop that this edge carries tracks for
 * @param abuseContact where complaints about what hosts carry go
 * @param tlsCertificate PEM chain; with it HTTP may leave loopback
 * @param tlsKey PEM private key of the certificate
 */
public record EdgeConfig(
        @Setting(help = "address of tracker, web seed and origin", fallback = "127.0.0.1")
        String httpHost,

        @Setting(help = "port of tracker, web seed and origin; 0 = any free one", fallback = "8082")
        int httpPort,

        @Setting(help = "address peers connect to", fallback = "127.0.0.1")
        String peerHost,

        @Setting(help = "port peers connect to; 0 = any free one", fallback = "6881")
        int peerPort,

        @Setting(help = "where clients reach the HTTP port (default: address and port it listens on)") @Nullable
        String publicUrl,

        @Setting(help = "numeric address handed out for the peer port (default: the address it listens on)") @Nullable
        String publicPeerAddress,

        @Setting(help = "directory of the edge's state (default: $XDG_DATA_HOME/sealswarm/edge)", shared = true)
        @Nullable
        Path data,

        @Setting(help = "file with the edge's token key, made by the license server")
        SecretText tokenKey,

        @Setting(help = "file with the token key of the generation before") @Nullable
        SecretText previousTokenKey,

        @Setting(help = "other edges of the shop as name=http://host:port: tracks are fetched from them")
        List<String> siblings,

        @Setting(help = "file with the keys from and to siblings, made by the license server") @Nullable
        SecretText siblingKeys,

        @Setting(help = "file of lines prefix,site,region,network") @Nullable
        Path localityFile,

        @Setting(help = "file with a network map of RFC 7285, in place of locality-file") @Nullable
        Path altoNetworkMap,

        @Setting(help = "file with the cost map that belongs to it") @Nullable
        Path altoCostMap,

        @Setting(
                help = "bytes per second that may go out; at 90 % new viewers go to siblings; 0 = no limit",
                fallback = "0")
        long maxBytesPerSecond,

        @Setting(help = "HTTP connections at once; at 90 % new viewers go to siblings", fallback = "10000")
        int maxConnections,

        @Setting(help = "addresses that may read health and metrics beside loopback")
        List<String> statusAllow,

        @Setting(help = "the shop, as hosts are told (default: where clients reach the HTTP port)", shared = true)
        @Nullable
        String storefrontUrl,

        @Setting(help = "mail or web address for complaints, told to hosts (default: the shop's)") @Nullable
        String abuseContact,

        @Setting(help = "PEM certificate chain; needed to serve HTTP beyond loopback") @Nullable
        Path tlsCertificate,

        @Setting(help = "PEM private key of the certificate") @Nullable
        Path tlsKey) {
    /** Most HTTP connections of an edge. */
    public static final int MOST_CONNECTIONS = 10_000;

    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_PORT = 65_535;

    public EdgeConfig {
        statusAllow = List.copyOf(statusAllow);
        siblings = List.copyOf(siblings);
        requirePort("http-port", httpPort);
        requirePort("peer-port", peerPort);
        InetAddress http = requireAddress("http-host", httpHost);
        requireAddress("peer-host", peerHost);
        if (publicPeerAddress != null) {
            requireAddress("public-peer-address", publicPeerAddress);
        }
        statusAllow.forEach(address -> requireAddress("status-allow", address));
        if ((altoNetworkMap == null) != (altoCostMap == null)) {
            throw new IllegalArgumentException("alto-network-map and alto-cost-map go together");
        }
        if (altoNetworkMap != null && localityFile != null) {
            throw new IllegalArgumentException("locality-file and alto-network-map exclude each other");
        }
        if (maxBytesPerSecond < 0) {
            throw new IllegalArgumentException("max-bytes-per-second must not be negative");
        }
        if (maxConnections < 1 || maxConnections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException("max-connections must be 1 to " + MOST_CONNECTIONS);
        }
        if (siblings.stream()
                        .map(SiblingAddress::parse)
                        .map(SiblingAddress::name)
                        .distinct()
                        .count()
                != siblings.size()) {
            throw new IllegalArgumentException("siblings must have different names");
        }
        if (siblings.isEmpty() != (siblingKeys == null)) {
            throw new IllegalArgumentException("siblings and sibling-keys-file go together");
        }
        if ((tlsCertificate == null) != (tlsKey == null)) {
            throw new IllegalArgumentException("tls-certificate and tls-key go together");
        }
        if (!http.isLoopbackAddress() && tlsCertificate == null) {
            throw new IllegalArgumentException("http-host " + httpHost
                    + " is not loopback: plaintext HTTP stays on loopback, set tls-certificate");
        }
        requireContact("storefront-url", storefrontUrl);
        requireContact("abuse-contact", abuseContact);
        if (publicUrl != null && !publicUrl.matches("https?://[A-Za-z0-9._:\\[\\]-]+")) {
            throw new IllegalArgumentException("public-url must be http://HOST:PORT or https://HOST:PORT, no path");
        }
    }

    /** An edge on loopback with nothing but its key; port 0 takes a free one. */
    public static EdgeConfig ofLoopback(int httpPort, int peerPort, SecretText tokenKey) {
        return at(LOOPBACK, httpPort, peerPort, tokenKey);
    }

    /** An edge at one numeric address with nothing but its key; port 0 takes a free one. */
    public static EdgeConfig at(String host, int httpPort, int peerPort, SecretText tokenKey) {
        return new EdgeConfig(
                host,
                httpPort,
                host,
                peerPort,
                null,
                null,
                null,
                tokenKey,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                0,
                MOST_CONNECTIONS,
                List.of(),
                null,
                null,
                null,
                null);
    }

    /** The settings that have a change of their own below, to be changed before they are settings again. */
    private final class Draft {
        private List<String> siblings = EdgeConfig.this.siblings;
        private @Nullable SecretText siblingKeys = EdgeConfig.this.siblingKeys;
        private @Nullable Path localityFile = EdgeConfig.this.localityFile;
        private long maxBytesPerSecond = EdgeConfig.this.maxBytesPerSecond;
        private int maxConnections = EdgeConfig.this.maxConnections;
        private @Nullable String storefrontUrl = EdgeConfig.this.storefrontUrl;
        private @Nullable String abuseContact = EdgeConfig.this.abuseContact;
        private @Nullable Path tlsCertificate = EdgeConfig.this.tlsCertificate;
        private @Nullable Path tlsKey = EdgeConfig.this.tlsKey;

        EdgeConfig settings() {
            return new EdgeConfig(
                    httpHost,
                    httpPort,
                    peerHost,
                    peerPort,
                    publicUrl,
                    publicPeerAddress,
                    data,
                    tokenKey,
                    previousTokenKey,
                    siblings,
                    siblingKeys,
                    localityFile,
                    altoNetworkMap,
                    altoCostMap,
                    maxBytesPerSecond,
                    maxConnections,
                    statusAllow,
                    storefrontUrl,
                    abuseContact,
                    tlsCertificate,
                    tlsKey);
        }
    }

    private EdgeConfig with(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return draft.settings();
    }

    /** The same with siblings and their keys. */
    public EdgeConfig withSiblings(List<String> others, SecretText keys) {
        return with(draft -> {
            draft.siblings = others;
            draft.siblingKeys = keys;
        });
    }

    /** The same with a table of prefixes. */
    public EdgeConfig withLocality(Path file) {
        return with(draft -> draft.localityFile = file);
    }

    /** The same with other limits. */
    public EdgeConfig withLimits(long bytesPerSecond, int connections) {
        return with(draft -> {
            draft.maxBytesPerSecond = bytesPerSecond;
            draft.maxConnections = connections;
        });
    }

    /** The same with a certificate. */
    public EdgeConfig withTls(Path certificate, Path key) {
        return with(draft -> {
            draft.tlsCertificate = certificate;
            draft.tlsKey = key;
        });
    }

    /** The same with what hosts are told about the shop. */
    public EdgeConfig withShop(String storefront, @Nullable String contact) {
        return with(draft -> {
            draft.storefrontUrl = storefront;
            draft.abuseContact = contact;
        });
    }

    /** The siblings, parsed. */
    public List<SiblingAddress> siblingList() {
        return siblings.stream().map(SiblingAddress::parse).toList();
    }

    /** Whether HTTP is served by TLS. */
    public boolean usesTls() {
        return tlsCertificate != null;
    }

    private static void requirePort(String key, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(key + " must be 0 to 65535, not " + port);
        }
    }

    private static void requireContact(String key, @Nullable String address) {
        if (address != null && !HostStatement.isAddress(address)) {
            throw new IllegalArgumentException(
                    key + " must be 1 to " + HostStatement.MAX_ADDRESS + " printable ASCII characters without spaces");
        }
    }

    /** Numeric addresses only, so that no name is resolved at start-up. */
    private static InetAddress requireAddress(String key, String address) {
        if (!address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException(key + " must be a numeric address, not '" + address + "'");
        }
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(key + " must be a numeric address, not '" + address + "'", e);
        }
    }
}
