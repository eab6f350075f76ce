package sealswarm.license.server.http;

import java.time.Duration;
import sealswarm.license.server.http.RateLimiter.Rate;

/**
 * The rates of all routes that have one.
 *
 * @param license per device
 * @param titles different titles, per subject
 * @param enrolment per subject
 * @param receipts per device
 * @param purchase per subject
 * @param voucher per subject
 */
public record RateLimits(Rate license, Rate titles, Rate enrolment, Rate receipts, Rate purchase, Rate voucher) {
    /** What a shop of any size should start with. */
    public static final RateLimits DEFAULT = new RateLimits(
            Rate.per(30, Duration.ofMinutes(1)),
            Rate.per(100, Duration.ofDays(1)),
            new Rate(6, Duration.ofMinutes(2)),
            Rate.per(60, Duration.ofMinutes(1)),
            Rate.per(6, Duration.ofMinutes(1)),
            Rate.per(5, Duration.ofMinutes(10)));
}
