package sealswarm.storefront;

import java.security.SecureRandom;
import java.time.InstantSource;
import sealswarm.console.CommandRunner;
import sealswarm.storefront.cli.StorefrontCommand;

/** {@code sealswarm storefront}. */
public final class StorefrontMain {
    private StorefrontMain() {}

    /** Runs the command that the first argument names. */
    public static void main(String[] arguments) {
        CommandRunner.main(arguments, new StorefrontCommand(InstantSource.system(), new SecureRandom()));
    }
}
