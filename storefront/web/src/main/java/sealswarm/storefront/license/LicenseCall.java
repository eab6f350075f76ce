package sealswarm.storefront.license;

import java.io.IOException;
import sealswarm.license.client.LicenseApi;

/**
 * One blocking exchange with the license server.
 *
 * @param <T> what it answers
 */
@FunctionalInterface
public interface LicenseCall<T> {
    /** Makes the call; runs on a worker. */
    T on(LicenseApi api) throws IOException, InterruptedException;
}
