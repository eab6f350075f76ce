package sealswarm.license.client;

import java.time.Duration;

/** Waiting, injected: {@code Thread::sleep} in a command, an instant step in a test. */
@FunctionalInterface
public interface Pause {
    void forDuration(Duration duration) throws InterruptedException;
}
