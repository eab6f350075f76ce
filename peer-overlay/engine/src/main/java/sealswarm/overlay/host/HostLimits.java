package sealswarm.overlay.host;

import java.util.Locale;
import sealswarm.overlay.config.ByteSize;
import sealswarm.overlay.swarm.Sharing;

/**
 * What a host may move, as its owner says it: at the start, and at any time after in the file {@code limits} of its directory.
 *
 * @param uploadLimit bytes per second to peers, of all tracks together; 0 for no limit
 * @param downloadLimit bytes per second from everywhere; 0 for no limit
 * @param sharing paused: nobody is served and no further track taken in
 */
public record HostLimits(long uploadLimit, long downloadLimit, Sharing sharing) {
    /** Longest limits file. */
    static final int MAX_FILE_BYTES = 4_096;

    public HostLimits {
        if (uploadLimit < 0 || downloadLimit < 0) {
            throw new IllegalArgumentException("a limit is not negative");
        }
    }

    /**
     * These limits with what a file says otherwise: lines {@code upload-limit: 500K}, {@code download-limit: 0}, {@code sharing:
     * open} or {@code paused}; empty ones and those that begin with # say nothing.
     *
     * @throws IllegalArgumentException naming the line that says something else
     */
    HostLimits changedBy(String text) {
        HostLimits changed = this;
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String said = line.strip();
            if (!said.isEmpty() && !said.startsWith("#")) {
                try {
                    changed = changed.changedByLine(said);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
                }
            }
        }
        return changed;
    }

    private HostLimits changedByLine(String line) {
        int colon = line.indexOf(':');
        String key = colon < 0 ? line : line.substring(0, colon);
        String value = line.substring(colon + 1).strip();
        return switch (key) {
            case "upload-limit" -> new HostLimits(ByteSize.parse(value).bytes(), downloadLimit, sharing);
            case "download-limit" ->
                new HostLimits(uploadLimit, ByteSize.parse(value).bytes(), sharing);
            case "sharing" -> new HostLimits(uploadLimit, downloadLimit, sharing(value));
            default ->
                throw new IllegalArgumentException("'" + key + "' is none of upload-limit, download-limit and sharing");
        };
    }

    private static Sharing sharing(String value) {
        for (Sharing each : Sharing.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(value)) {
                return each;
            }
        }
        throw new IllegalArgumentException("sharing is open or paused, not '" + value + "'");
    }
}
