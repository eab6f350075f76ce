package sealswarm.console;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import sealswarm.console.result.CommandResult;

/**
 * One command. A subclass carries picocli's {@code @Command}, {@code @Option} and {@code @Parameters} and does its work in {@link
 * #execute}; the common options (help, version, {@code --json} and so on) come from here. An object runs once.
 */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = ProjectVersion.class,
        sortOptions = false,
        usageHelpAutoWidth = true)
public abstract class ConsoleCommand {
    @Mixin
    private CommonOptions options = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    /**
     * Does the work and returns what stdout shows.
     *
     * @throws sealswarm.console.exit.Refusal if it cannot be done
     * @throws Exception read as a refusal by {@link sealswarm.console.exit.Diagnosis}
     */
    protected abstract CommandResult execute(Console console) throws Exception;

    /** The name under which the command was called, such as {@code sealswarm pack}. */
    protected final String qualifiedName() {
        return spec.qualifiedName();
    }

    final CommonOptions options() {
        return options;
    }

    /** Options added by code before the arguments are read. */
    void declare(CommandSpec commandSpec) {
        // Nothing to add: only commands with settings have options from a table.
    }

    CommandResult run(Console console, Map<String, List<String>> declared) throws Exception {
        return execute(console);
    }
}
