package sealswarm.onebox.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Command;
import sealswarm.console.Console;
import sealswarm.console.ConsoleStreams;
import sealswarm.console.SettingsCommand;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;
import sealswarm.console.result.CommandResult;
import sealswarm.onebox.config.ServeConfig;
import sealswarm.onebox.config.UserDirectories;
import sealswarm.onebox.serve.Shop;
import sealswarm.onebox.serve.ShopPlan;
import sealswarm.onebox.serve.ShopPorts;

/** {@code serve}: the whole shop on one machine until it is told to stop; what it keeps is there at the next start. */
@Command(
        name = "serve",
        description = "Runs the whole shop on this machine: pages, license server, edge, sign-in, store.")
public final class ServeCommand extends SettingsCommand<ServeConfig> {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    /** A command that has not run. */
    public ServeCommand() {
        super("serve", ServeConfig.class);
    }

    @Override
    protected CommandResult execute(Console console, ServeConfig config) throws InterruptedException {
        ShopPlan plan = plan(console.streams(), config);
        try (Shop shop = Shop.open(plan, console::say)) {
            console.stop().onStop(shop::close);
            awaitSignIn(shop);
            console.say("the shop is open, Ctrl-C closes it");
            console.event(
                    "open",
                    Map.of(
                            "storefront", shop.storefront(),
                            "licenseServer", shop.licenseServer(),
                            "edge", shop.edge(),
                            "issuer", shop.issuer()));
            console.stop().await();
        }
        return CommandResult.empty();
    }

    /** The shop that the settings describe. */
    static ShopPlan plan(ConsoleStreams streams, ServeConfig config) {
        UserDirectories directories = new UserDirectories(streams.environment());
        Path data = config.data() == null ? directories.data("serve") : config.data();
        ShopPorts ports = new ShopPorts(
                config.storefrontPort(),
                config.licenseServerPort(),
                config.edgeHttpPort(),
                config.edgePeerPort(),
                config.keycloakPort(),
                config.keycloakManagementPort());
        return new ShopPlan(
                data, ports, identity(config, directories), Optional.ofNullable(config.mongoUri()), streams.clock());
    }

    private static void awaitSignIn(Shop shop) {
        try {
            shop.awaitSignIn();
        } catch (Refusal e) {
            if (shop.isClosed()) {
                throw new Refusal(ExitCode.INTERRUPTED, "interrupted", "ended by a signal", "").causedBy(e);
            }
            throw e;
        }
    }

    private static ShopPlan.Identity identity(ServeConfig config, UserDirectories directories) {
        if (config.keycloakUrl() != null) {
            return new ShopPlan.ExternalKeycloak(
                    config.keycloakUrl(),
                    config.keycloakAdmin(),
                    Objects.requireNonNull(config.keycloakAdminPassword()));
        }
        return new ShopPlan.OwnKeycloak(
                Objects.requireNonNull(config.keycloakZip()),
                directories.cache().resolve("keycloak"),
                START_LIMIT);
    }
}
