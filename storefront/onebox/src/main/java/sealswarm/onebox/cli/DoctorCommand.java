package sealswarm.onebox.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import sealswarm.console.Console;
import sealswarm.console.SettingsCommand;
import sealswarm.console.exit.Refusal;
import sealswarm.console.result.CommandResult;
import sealswarm.onebox.config.ServeConfig;
import sealswarm.onebox.doctor.Checkup;
import sealswarm.onebox.doctor.Finding;
import sealswarm.onebox.doctor.Machine;

/** {@code doctor}: whether {@code serve} could open a shop here, with the same settings; changes nothing. */
@Command(name = "doctor", description = "Looks whether this machine can run the whole shop, and changes nothing.")
public final class DoctorCommand extends SettingsCommand<ServeConfig> {
    /** A command that has not run. */
    public DoctorCommand() {
        super("serve", ServeConfig.class);
    }

    @Override
    protected CommandResult execute(Console console, ServeConfig config) {
        List<Finding> findings = new Checkup(ServeCommand.plan(console.streams(), config), Machine.own()).run();
        findings.forEach(finding -> console.say(finding.line()));
        List<Map<String, String>> document = new ArrayList<>();
        for (Finding finding : findings) {
            Map<String, String> each = new LinkedHashMap<>();
            each.put("subject", finding.subject());
            each.put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT));
            each.put("detail", finding.detail());
            each.put("fix", finding.fix());
            document.add(each);
        }
        long failed = findings.stream()
                .filter(finding -> finding.verdict() == Finding.Verdict.FAILED)
                .count();
        if (failed > 0) {
            throw Refusal.failure(
                            "not-ready",
                            failed + " of " + findings.size() + " looks found what keeps a shop from opening",
                            "mend what is marked failed above")
                    .with(Map.of("findings", document));
        }
        return CommandResult.of(Map.of("findings", document), "a shop can open here");
    }
}
