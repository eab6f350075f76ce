package sealswarm.player.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sealswarm.console.Console;
import sealswarm.console.result.CommandResult;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.device.DeviceId;
import sealswarm.license.message.Devices.Device;
import sealswarm.license.message.Devices.DeviceList;
import sealswarm.license.wire.WireJson;
import sealswarm.player.config.PlayerSettings;

/** Lists the account's devices and frees slots. */
@Command(name = "devices", description = "lists your devices, or signs one out")
public final class DevicesCommand extends PlayerCommand {
    @Option(names = "--remove", paramLabel = "ID", description = "sign this device out and free its slot")
    private @Nullable String remove;

    @Override
    CommandResult run(Console console, PlayerSettings settings) throws Exception {
        LicenseApi api = signIn(console, BUYER).api();
        String removed = remove;
        if (removed != null) {
            api.removeDevice(new DeviceId(removed));
        }
        DeviceList list = api.devices();
        StringBuilder text = new StringBuilder();
        for (Device device : list.devices()) {
            text.append(device.deviceId().hex())
                    .append("  ")
                    .append(device.name())
                    .append(" (")
                    .append(device.platform())
                    .append("), ")
                    .append(device.state().text())
                    .append(", last seen ")
                    .append(device.lastSeenAt())
                    .append('\n');
        }
        text.append(list.slots().used())
                .append(" of ")
                .append(list.slots().max())
                .append(" slots used");
        return CommandResult.of(WireJson.tree(list), text.toString());
    }
}
