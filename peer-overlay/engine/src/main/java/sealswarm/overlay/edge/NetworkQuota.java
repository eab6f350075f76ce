package sealswarm.overlay.edge;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** How often strangers of one network (/24, /48) may ask for something within an hour; loopback is exempt. One loop owns it. */
final class NetworkQuota {
    /** Networks remembered within an hour; beyond that, new ones are told to come back. */
    static final int MAX_NETWORKS = 100_000;

    private static final int IPV4_BYTES = 4;
    private static final int NETWORK_BYTES_V4 = 3;
    private static final int NETWORK_BYTES_V6 = 6;

    private final int maxPerHour;
    private final InstantSource clock;
    private final Map<String, Integer> asked = new HashMap<>();
    private Instant hour = Instant.EPOCH;

    NetworkQuota(int maxPerHour, InstantSource clock) {
        this.maxPerHour = maxPerHour;
        this.clock = clock;
    }

    /** Counts one request; false if it is one too many. */
    boolean admit(String numericAddress) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.HOURS);
        if (!now.equals(hour)) {
            hour = now;
            asked.clear();
        }
        try {
            InetAddress from = InetAddress.getByName(numericAddress);
            if (from.isLoopbackAddress()) {
                return true;
            }
            byte[] bytes = from.getAddress();
            int prefix = bytes.length == IPV4_BYTES ? NETWORK_BYTES_V4 : NETWORK_BYTES_V6;
            String network = HexFormat.of().formatHex(bytes, 0, prefix);
            if (asked.size() >= MAX_NETWORKS && !asked.containsKey(network)) {
                return false;
            }
            return asked.merge(network, 1, Integer::sum) <= maxPerHour;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
