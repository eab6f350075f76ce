package sealswarm.overlay.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sealswarm.console.settings.SecretText;
import sealswarm.console.settings.Setting;

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
 * @param localityFile table of prefixes, sites and regions
 * @param statusAllow addresses that may read health and metrics beside loopback
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

        @Setting(help = "file of lines prefix,site,region") @Nullable
        Path localityFile,

        @Setting(help = "addresses that may read health and metrics beside loopback")
        List<String> statusAllow,

        @Setting(help = "PEM certificate chain; needed to serve HTTP beyond loopback") @Nullable
        Path tlsCertificate,

        @Setting(help = "PEM private key of the certificate") @Nullable
        Path tlsKey) {
    private static final int MAX_PORT = 65_535;

    public EdgeConfig {
        statusAllow = List.copyOf(statusAllow);
        requirePort("http-port", httpPort);
        requirePort("peer-port", peerPort);
        InetAddress http = requireAddress("http-host", httpHost);
        requireAddress("peer-host", peerHost);
        if (publicPeerAddress != null) {
            requireAddress("public-peer-address", publicPeerAddress);
        }
        statusAllow.forEach(address -> requireAddress("status-allow", address));
        if ((tlsCertificate == null) != (tlsKey == null)) {
            throw new IllegalArgumentException("tls-certificate and tls-key go together");
        }
        if (!http.isLoopbackAddress() && tlsCertificate == null) {
            throw new IllegalArgumentException("http-host " + httpHost
                    + " is not loopback: plaintext HTTP stays on loopback, set tls-certificate");
        }
        if (publicUrl != null && !publicUrl.matches("https?://[A-Za-z0-9._:\\[\\]-]+")) {
            throw new IllegalArgumentException("public-url must be http://HOST:PORT or https://HOST:PORT, no path");
        }
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
