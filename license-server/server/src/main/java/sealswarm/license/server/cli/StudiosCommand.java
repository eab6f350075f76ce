package sealswarm.license.server.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sealswarm.console.Console;
import sealswarm.console.result.CommandResult;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.message.Operations.StudioPage;
import sealswarm.license.message.Titles.StudioKeyState;
import sealswarm.license.message.Titles.StudioKeyView;
import sealswarm.license.message.Titles.StudioKeys;
import sealswarm.license.wire.WireJson;

/** {@code sealswarm admin studios}: studios and the state of their keys. */
@Command(name = "studios", description = "Lists studios and their keys.")
final class StudiosCommand extends StaffCommand {
    @Option(names = "--pending", description = "only keys that wait for an approval")
    private boolean pending;

    StudiosCommand() {
        super(OPERATOR);
    }

    @Override
    CommandResult run(Console console) throws Exception {
        List<StudioKeys> studios = all(api(console)).stream()
                .map(this::shown)
                .filter(each -> !pending || !each.keys().isEmpty())
                .toList();
        StringBuilder text = new StringBuilder();
        for (StudioKeys studio : studios) {
            for (StudioKeyView key : studio.keys()) {
                text.append(studio.studioId())
                        .append("  ")
                        .append(key.kid().hex())
                        .append("  ")
                        .append(key.state().text())
                        .append(" since ")
                        .append(key.since())
                        .append('\n');
            }
        }
        return CommandResult.of(
                Map.of("studios", WireJson.tree(studios)),
                text.isEmpty() ? "none" : text.toString().stripTrailing());
    }

    private static List<StudioKeys> all(LicenseApi api) throws IOException, InterruptedException {
        List<StudioKeys> all = new ArrayList<>();
        @Nullable String cursor = "";
        while (cursor != null) {
            StudioPage page = api.studios(cursor.isEmpty() ? Map.of() : Map.of("cursor", cursor));
            all.addAll(page.studios());
            cursor = page.next();
        }
        return all;
    }

    private StudioKeys shown(StudioKeys studio) {
        return new StudioKeys(
                studio.studioId(),
                studio.keys().stream()
                        .filter(key -> !pending || key.state() == StudioKeyState.PENDING)
                        .toList());
    }
}
