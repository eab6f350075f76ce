package sealswarm.player.validation;

/** A clock that never goes back while the process lives, in milliseconds from some point in the past, at least 0. */
@FunctionalInterface
public interface MonotonicMillis {
    long now();
}
