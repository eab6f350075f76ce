package sealswarm.player.config;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import sealswarm.console.settings.Setting;

/**
 * Settings of the player's commands, section {@code player}.
 *
 * @param server the license server; needed once, at sign-in
 * @param data where homes and ciphertext are kept
 * @param port of the player page on 127.0.0.1, 0 for any
 * @param peerHost address that peers may call
 * @param peerPort port that peers may call, 0 for any
 * @param uploadLimit bytes per second given to peers, 0 for no limit
 * @param downloadLimit bytes per second from everywhere, 0 for no limit
 * @param peers the buyer's choice about peers: ask, share, always or edge-only
 */
public record PlayerSettings(
        @Setting(help = "address of the license server", shared = true) @Nullable
        URI server,

        @Setting(help = "folder of the player's files (default: sealswarm/player in the user's data folder)") @Nullable
        Path data,

        @Setting(help = "port of the player page on 127.0.0.1, 0 for any", fallback = "7700")
        int port,

        @Setting(help = "address that peers may call", fallback = "127.0.0.1")
        String peerHost,

        @Setting(help = "port that peers may call, 0 for any", fallback = "0")
        int peerPort,

        @Setting(help = "bytes per second given to peers, 0 for no limit", fallback = "1048576")
        long uploadLimit,

        @Setting(help = "bytes per second fetched, 0 for no limit", fallback = "0")
        long downloadLimit,

        @Setting(help = "use of peers: ask, share, always or edge-only", fallback = "ask")
        PeerSetting peers) {
    private static final int MAX_PORT = 65_535;

    /** What is set about peers. */
    public enum PeerSetting {
        ASK("ask"),
        SHARE("share"),
        ALWAYS("always"),
        EDGE_ONLY("edge-only");

        private final String text;

        PeerSetting(String text) {
            this.text = text;
        }

        @com.fasterxml.jackson.annotation.JsonValue
        public String text() {
            return text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    public PlayerSettings {
        requirePort("port", port);
        requirePort("peer-port", peerPort);
        if (uploadLimit < 0) {
            throw new IllegalArgumentException("upload-limit must not be negative");
        }
        if (downloadLimit < 0) {
            throw new IllegalArgumentException("download-limit must not be negative");
        }
    }

    private static void requirePort(String key, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(key + " must be 0.." + MAX_PORT + ", not " + port);
        }
    }
}
