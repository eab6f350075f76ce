package sealswarm.overlay.mapping;

import java.util.concurrent.TimeUnit;

/**
 * What a gateway's clock of its mappings showed at a time of ours (RFC 6886, section 3.6).
 *
 * @param seconds what it showed
 * @param atMillis our clock then
 */
record Epoch(long seconds, long atMillis) {
    private static final long SLACK_SECONDS = 2;

    /** True if a gateway that shows {@code later} has forgotten its mappings since; its clock may be an eighth slow. */
    boolean isLostBy(Epoch later) {
        long passed = TimeUnit.MILLISECONDS.toSeconds(later.atMillis - atMillis);
        return later.seconds + SLACK_SECONDS < seconds + passed * 7 / 8;
    }
}
