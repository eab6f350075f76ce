package sealswarm.overlay.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sealswarm.console.settings.Setting;
import sealswarm.overlay.mapping.Gateway;

/**
 * Settings of a host, section {@code host} of the settings file.
 *
 * @param server the edge whose tracks are carried; plaintext HTTP stays on loopback
 * @param disk what tracks may take of the disk
 * @param uploadLimit bytes per second to peers, 0 for no limit
 * @param downloadLimit bytes per second from everywhere, 0 for no limit
 * @param peerHost address peers connect to
 * @param peerPort port peers connect to; 0 takes a free one
 * @param mapPort the gateway that is asked to forward the port; nobody unless the owner says so
 * @param data directory of tracks and ledger
 */
public record HostConfig(
        @Setting(help = "address of an edge, such as https://edge.example")
        URI server,

        @Setting(help = "what tracks may take of the disk, such as 50GB")
        ByteSize disk,

        @Setting(help = "bytes per second to peers, such as 500K; 0 for no limit", fallback = "2M")
        ByteSize uploadLimit,

        @Setting(help = "bytes per second fetched; 0 for no limit", fallback = "0")
        ByteSize downloadLimit,

        @Setting(help = "address peers connect to", fallback = "0.0.0.0")
        String peerHost,

        @Setting(help = "port peers connect to; 0 = any free one", fallback = "6881")
        int peerPort,

        @Setting(
                help = "ask the gateway to forward the port (NAT-PMP): off, auto or the gateway's IPv4 address",
                fallback = "off")
        Gateway mapPort,

        @Setting(help = "directory of what is held (default: $XDG_DATA_HOME/sealswarm/host)", shared = true) @Nullable
        Path data) {
    /** The least that can be lent: a film's trailer fits. */
    public static final long MIN_DISK_BYTES = 1 << 20;

    private static final int MAX_PORT = 65_535;

    public HostConfig {
        String scheme = server.getScheme() == null ? "" : server.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.matches("https?")
                || server.getHost() == null
                || server.getRawUserInfo() != null
                || server.getRawQuery() != null
                || !(server.getRawPath().isEmpty() || server.getRawPath().equals("/"))) {
            throw new IllegalArgumentException("server must be http://HOST:PORT or https://HOST:PORT, no path");
        }
        if (scheme.equals("http") && !isLoopback(server.getHost())) {
            throw new IllegalArgumentException(
                    "server " + server + " is not on this machine: plaintext HTTP stays on loopback, use https");
        }
        if (disk.bytes() < MIN_DISK_BYTES) {
            throw new IllegalArgumentException("disk must be at least " + MIN_DISK_BYTES + " bytes");
        }
        if (peerPort < 0 || peerPort > MAX_PORT) {
            throw new IllegalArgumentException("peer-port must be 0 to 65535, not " + peerPort);
        }
        if (!mapPort.canForwardTo(peerHost)) {
            throw new IllegalArgumentException("map-port: nobody outside can be forwarded to " + peerHost);
        }
        if (!isNumeric(peerHost)) {
            throw new IllegalArgumentException("peer-host must be a numeric address, not '" + peerHost + "'");
        }
    }

    private static boolean isNumeric(String host) {
        if (!host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return false;
        }
        try {
            InetAddress.getByName(host);
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }
}
