package sealswarm.console;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import sealswarm.console.result.CommandResult;
import sealswarm.console.settings.BoundSettings;
import sealswarm.console.settings.Setting;
import sealswarm.console.settings.SettingOrigin;
import sealswarm.console.settings.Settings;
import sealswarm.console.settings.SettingsSources;

/**
 * A command whose settings are a record: every component is a flag, a variable and a key of the file at once (see {@link
 * Setting}). {@code --check-config} shows all values with their origin, secrets masked, and does nothing else.
 */
public abstract class SettingsCommand<T extends Record> extends ConsoleCommand {
    private final String section;
    private final Class<T> type;

    @Option(names = "--check-config", description = "print every setting with its origin, then end")
    private boolean checkConfig;

    /** @param section of the settings file, such as {@code edge} */
    protected SettingsCommand(String section, Class<T> type) {
        this.section = section;
        this.type = type;
    }

    /** Does the work with the settings in effect; as {@link ConsoleCommand#execute(Console)}. */
    protected abstract CommandResult execute(Console console, T settings) throws Exception;

    @Override
    protected final CommandResult execute(Console console) throws Exception {
        return run(console, Map.of());
    }

    @Override
    final void declare(CommandSpec commandSpec) {
        Settings.flagKeys(type).forEach((key, component) -> {
            if (commandSpec.findOption("--" + key) == null) {
                commandSpec.addOption(OptionSpec.builder("--" + key)
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .paramLabel(component.getType().getSimpleName().toUpperCase(java.util.Locale.ROOT))
                        .description(help(component))
                        .build());
            }
        });
    }

    private static String help(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            return "required";
        }
        String fallback = setting.fallback().equals(Setting.NONE) ? "" : " (default: " + setting.fallback() + ")";
        return setting.help().replace("%", "%%") + fallback.replace("%", "%%");
    }

    @Override
    final CommandResult run(Console console, Map<String, List<String>> declared) throws Exception {
        Map<String, String> flags = new LinkedHashMap<>();
        declared.forEach((name, values) -> flags.put(name.substring(2), String.join(",", values)));
        ConsoleStreams streams = console.streams();
        SettingsSources sources =
                new SettingsSources(streams.environment(), options().config(), streams.workingDirectory());
        BoundSettings<T> bound = Settings.of(section, sources).bind(type, flags);
        return checkConfig ? shown(bound.origins()) : execute(console, bound.values());
    }

    private static CommandResult shown(List<SettingOrigin> origins) {
        List<String> lines = new ArrayList<>();
        for (SettingOrigin origin : origins) {
            lines.add(origin.key() + " = " + origin.value() + "  (" + origin.origin() + ")");
        }
        return CommandResult.of(Map.of("settings", origins), String.join("\n", lines));
    }
}
