package sealswarm.storefront.web;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import sealswarm.license.problem.ProblemType;

/**
 * A leaky bucket per person, or per {@link ClientAddress} of nobody, in front of a route: a number of tries at once, each given back
 * after its share of the time. Too many are refused with 429. Counts are of this instance; the license server keeps the
 * limits that money depends on. Event loop only.
 */
public final class RateGate implements Handler<RoutingContext> {
    /** Most callers remembered; beyond it the one not seen longest is forgotten. */
    static final int MAX_CALLERS = 10_000;

    private final InstantSource clock;
    private final int tries;
    private final Duration giveBack;
    private final ClientAddress addresses;
    private final Map<String, Instant> emptyAt = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MAX_CALLERS;
        }
    };

    /** A gate that lets {@code tries} pass in each {@code time}, for routes that only signed-in persons reach. */
    public RateGate(InstantSource clock, int tries, Duration time) {
        this(clock, ClientAddress.OF_CONNECTION, tries, time);
    }

    /** A gate that lets {@code tries} pass in each {@code time}; visitors who are nobody count by their address. */
    public RateGate(InstantSource clock, ClientAddress addresses, int tries, Duration time) {
        this.clock = clock;
        this.addresses = addresses;
        this.tries = tries;
        this.giveBack = time.dividedBy(tries);
    }

    @Override
    public void handle(RoutingContext context) {
        String caller =
                Visit.of(context).viewer().map(Viewer::subject).orElseGet(() -> addresses.of(context.request()));
        Instant now = clock.instant();
        Instant waitUntil = tryAt(caller, now);
        if (waitUntil.isAfter(now)) {
            long seconds = Duration.between(now, waitUntil).toSeconds() + 1;
            context.response().putHeader("Retry-After", String.valueOf(seconds));
            context.fail(new PageRefusal(ProblemType.RATE_LIMITED));
        } else {
            context.next();
        }
    }

    /** When the caller may try: now, and then the try is counted, or later. */
    Instant tryAt(String caller, Instant now) {
        Instant empty = emptyAt.getOrDefault(caller, now);
        if (empty.isBefore(now)) {
            empty = now;
        }
        Instant full = empty.plus(giveBack);
        Instant free = full.minus(giveBack.multipliedBy(tries));
        if (free.isAfter(now)) {
            return free;
        }
        emptyAt.put(caller, full);
        return now;
    }
}
