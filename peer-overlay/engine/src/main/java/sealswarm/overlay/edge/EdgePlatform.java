package sealswarm.overlay.edge;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import sealswarm.overlay.origin.OriginDisk;
import sealswarm.overlay.origin.SystemOriginDisk;

/**
 * What an edge takes from the machine, injected so that tests bring their own.
 *
 * @param clock wall time
 * @param random choices that need no secrecy: peers, intervals
 * @param secrets keys and pseudonyms
 * @param disk the origin store's files
 */
public record EdgePlatform(InstantSource clock, RandomGenerator random, SecureRandom secrets, OriginDisk disk) {
    /** The machine as it is. */
    public static EdgePlatform ofMachine() {
        SecureRandom secrets = new SecureRandom();
        RandomGenerator random =
                java.util.random.RandomGeneratorFactory.of("L64X128MixRandom").create(secrets.nextLong());
        return new EdgePlatform(InstantSource.system(), random, secrets, new SystemOriginDisk());
    }
}
