package sealswarm.storefront.ops;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * One thing the shop needs.
 *
 * @param name in answers and on the page
 * @param probe succeeds if it is there
 */
public record HealthCheck(String name, Supplier<Future<?>> probe) {}
