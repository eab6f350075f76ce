package sealswarm.license.server.crash;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import sealswarm.license.server.LicenseServerParts.Checkpoints;
import sealswarm.license.server.SampleShop;
import sealswarm.license.server.ScratchDatabase;

/** A real license server over the embedded store in a directory, and its clients, until it is killed. */
public final class RightsMain {
    static final String ALL_CAUGHT = "all caught";

    private RightsMain() {}

    /** @param arguments the directory of store, key file and calls */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Ambush ambush = new Ambush();
        SampleShop shop =
                shop(directory, new Checkpoints(ambush::reached, ambush::reached, ambush::reached, ambush::reached));
        new RightsFlows(shop, ambush, calls(directory), RightsFlows::print).run();
        RightsFlows.print(ALL_CAUGHT);
        new CountDownLatch(1).await();
    }

    static SampleShop shop(Path directory, Checkpoints checkpoints) {
        return new SampleShop(ScratchDatabase.in(directory.resolve("store")), directory, checkpoints);
    }

    static Path calls(Path directory) {
        return directory.resolve("calls");
    }
}
