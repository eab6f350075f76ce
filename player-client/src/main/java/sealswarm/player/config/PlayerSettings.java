package sealswarm.player.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import sealswarm.console.settings.Setting;
import sealswarm.overlay.config.ByteSize;
import sealswarm.player.playback.TrafficRules;
import sealswarm.player.playback.TrafficRules.Restraint;

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
 * @param metered whether the line is paid by the byte
 * @param idleOnly whether peers are served only while nothing plays
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

        @Setting(help = "bytes per second given to peers, such as 500K; 0 for no limit", fallback = "1M")
        ByteSize uploadLimit,

        @Setting(help = "bytes per second fetched; 0 for no limit", fallback = "0")
        ByteSize downloadLimit,

        @Setting(help = "true: give nothing to peers, and fetch no more than a play needs", fallback = "false")
        boolean metered,

        @Setting(help = "true: give to peers only while nothing plays", fallback = "false")
        boolean idleOnly,

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
        requireLimit("upload-limit", uploadLimit);
        requireLimit("download-limit", downloadLimit);
    }

    private static void requireLimit(String key, ByteSize limit) {
        if (limit.bytes() > TrafficRules.MAX_LIMIT) {
            throw new IllegalArgumentException(key + " must be at most " + TrafficRules.MAX_LIMIT);
        }
    }

    /** What is set about the line. */
    public TrafficRules traffic() {
        EnumSet<Restraint> restraints = EnumSet.noneOf(Restraint.class);
        if (metered) {
            restraints.add(Restraint.METERED);
        }
        if (idleOnly) {
            restraints.add(Restraint.IDLE_ONLY);
        }
        return new TrafficRules(uploadLimit.bytes(), downloadLimit.bytes(), restraints);
    }

    private static void requirePort(String key, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(key + " must be 0.." + MAX_PORT + ", not " + port);
        }
    }
}
