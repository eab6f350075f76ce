package sealswarm.license.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Counters and timers in Prometheus' text form. A label never names a title, user, device or swarm, and takes at most
 * {@value #MAX_SERIES} values. Thread-safe.
 */
public final class ApiMetrics {
    /** Most series per name. */
    public static final int MAX_SERIES = 50;

    private static final Set<String> AREAS = Set.of(
            "audit",
            "keys",
            "studios",
            "devices",
            "grants",
            "licenses",
            "usage",
            "revocations",
            "titles",
            "offers",
            "charges",
            "vouchers",
            "wallets",
            "adjustments",
            "contracts",
            "periods",
            "statements",
            "evidence",
            "exports",
            "journal",
            "ops",
            "health",
            "metrics");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    public ApiMetrics() {
        new JvmThreadMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
    }

    /** For gauges, such as queue depths; names start with {@code sealswarm_}. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Adds one to {@code sealswarm_<name>_total}. */
    public void count(String name) {
        registry.counter("sealswarm." + name).increment();
    }

    /** Adds one to {@code sealswarm_<name>_total{label="value"}}; values are those of an enum. */
    public void count(String name, String label, Enum<?> value) {
        Counter.builder("sealswarm." + name)
                .tag(label, value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                .register(registry)
                .increment();
    }

    /** Adds one to {@code sealswarm_receipts_total} of a verdict; verdicts are a closed list. */
    public void countReceipt(String verdict) {
        Counter.builder("sealswarm.receipts")
                .tag("verdict", verdict)
                .register(registry)
                .increment();
    }

    /** Start of a measured time, in the registry's own clock. */
    long start() {
        return registry.config().clock().monotonicTime();
    }

    void answered(String area, int status, long started) {
        Timer.builder("sealswarm.http")
                .tag("area", AREAS.contains(area) ? area : "other")
                .register(registry)
                .record(registry.config().clock().monotonicTime() - started, TimeUnit.NANOSECONDS);
        Counter.builder("sealswarm.http.responses")
                .tag("status", (status / 100) + "xx")
                .register(registry)
                .increment();
    }

    /** The page {@code /metrics}. */
    public String scrape() {
        return registry.scrape();
    }
}
