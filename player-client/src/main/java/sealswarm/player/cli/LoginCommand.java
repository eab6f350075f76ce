package sealswarm.player.cli;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sealswarm.console.Console;
import sealswarm.console.exit.Refusal;
import sealswarm.console.result.CommandResult;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.client.StoredLogin;
import sealswarm.license.device.DeviceKeys;
import sealswarm.license.key.ServerKeys;
import sealswarm.player.cache.PlayerHome;
import sealswarm.player.config.PlayerSettings;
import sealswarm.player.login.DeviceStore;
import sealswarm.player.login.SignIn;

/** Signs in, pins the server's keys, and enrols this device of a buyer. */
@Command(name = "login", description = "signs in at a license server (--server)")
public final class LoginCommand extends PlayerCommand {
    /** As whom to sign in. */
    enum Role {
        BUYER,
        STUDIO,
        ACCOUNTANT,
        OPERATOR;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "buyer, studio, accountant or operator (default: buyer)")
    private Role role = Role.BUYER;

    @Option(names = "--device-name", paramLabel = "NAME", description = "what the device is called in the shop")
    private String deviceName = "player";

    @Override
    CommandResult run(Console console, PlayerSettings settings) throws Exception {
        URI server = settings.server();
        if (server == null) {
            throw Refusal.usage("usage", "which license server?", "name it with --server URL");
        }
        if (!LicenseApi.isSafe(server)) {
            throw Refusal.usage(
                    "usage",
                    "a password would go in clear to " + server.getHost(),
                    "name an address that begins with https://");
        }
        SignIn signIn = signIn(console, role.text());
        String client = role == Role.BUYER ? "player" : "packager";
        StoredLogin login = signIn.run(server, client, (page, pageWithCode, code) -> {
            console.say("open " + pageWithCode + " and confirm the code " + code);
            console.event(
                    "sign-in", Map.of("page", page.toString(), "pageWithCode", pageWithCode.toString(), "code", code));
        });
        ServerKeys keys = login.pinnedKeys();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("server", server.toString());
        document.put("role", role.text());
        document.put("account", login.account());
        document.put("fingerprint", keys.fingerprint());
        String device = role == Role.BUYER ? enrolled(console, settings, signIn, login) : "";
        if (!device.isEmpty()) {
            document.put("deviceId", device);
        }
        return CommandResult.of(
                document,
                "signed in as " + role.text() + " at " + server + "\nserver keys: " + keys.fingerprint()
                        + (device.isEmpty() ? "" : "\ndevice: " + device));
    }

    private String enrolled(Console console, PlayerSettings settings, SignIn signIn, StoredLogin login)
            throws Exception {
        ServerKeys keys = login.pinnedKeys();
        if (deviceName.isBlank()) {
            throw Refusal.usage("usage", "--device-name must not be empty", "give the device a name");
        }
        Instant now = console.streams().clock().instant();
        try (PlayerHome home = PlayerHome.open(data(console, settings), keys.iss(), login.account())) {
            DeviceStore store = new DeviceStore(home, random());
            try (DeviceKeys device = store.keys()) {
                return store.enrol(signIn.api(), keys, device, login.account(), deviceName, now)
                        .deviceId()
                        .hex();
            }
        }
    }
}
