package sealswarm.license.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sealswarm.console.Console;
import sealswarm.console.result.CommandResult;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.message.Operations.AuditEntry;
import sealswarm.license.message.Operations.AuditPage;
import sealswarm.license.wire.WireJson;

/** {@code sealswarm admin audit}: what operators did, oldest first. */
@Command(name = "audit", description = "Shows what operators did, and why.")
final class AuditCommand extends StaffCommand {
    @Option(names = "--from", paramLabel = "N", defaultValue = "1", description = "number of the first entry shown")
    private long from = 1;

    AuditCommand() {
        super(OPERATOR);
    }

    @Override
    CommandResult run(Console console) throws Exception {
        LicenseApi api = api(console);
        List<AuditEntry> entries = new ArrayList<>();
        @Nullable Long next = from;
        while (next != null) {
            AuditPage page = api.audit(next);
            entries.addAll(page.entries());
            next = page.next();
        }
        String text = entries.stream()
                .map(entry -> entry.seq() + "  " + entry.at() + "  " + entry.by() + "  "
                        + entry.action().text() + "  " + entry.target() + "  " + entry.reason())
                .collect(Collectors.joining("\n"));
        return CommandResult.of(Map.of("entries", WireJson.tree(entries)), text.isEmpty() ? "none" : text);
    }
}
