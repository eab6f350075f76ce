package sealswarm.overlay.edge;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import sealswarm.overlay.http.HourlyLimit;
import sealswarm.overlay.tracker.Endpoint;

/** How often strangers of one network (/24, /48) may ask for something within an hour; loopback is exempt. One loop owns it. */
final class NetworkQuota {
    /** Networks remembered within an hour; beyond that, new ones are told to come back. */
    static final int MAX_NETWORKS = 100_000;

    private final HourlyLimit<String> networks;
    private final InstantSource clock;

    NetworkQuota(int maxPerHour, InstantSource clock) {
        this.networks = new HourlyLimit<>(maxPerHour, MAX_NETWORKS);
        this.clock = clock;
    }

    /** Counts one request; false if it is one too many. */
    boolean admit(String numericAddress) {
        try {
            InetAddress from = InetAddress.getByName(numericAddress);
            return from.isLoopbackAddress()
                    || networks.admits(Endpoint.of(from, 1).network(), clock.instant());
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
