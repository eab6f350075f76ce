package sealswarm.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sealswarm.console.settings.Setting;
import sealswarm.console.settings.Settings;
import sealswarm.license.server.config.LicenseServerConfig;
import sealswarm.onebox.config.DemoConfig;
import sealswarm.onebox.config.ServeConfig;
import sealswarm.overlay.config.EdgeConfig;
import sealswarm.overlay.config.HostConfig;
import sealswarm.packager.config.PackagerSettings;
import sealswarm.player.config.PlayerSettings;
import sealswarm.storefront.config.StorefrontConfig;

/** docs/operating.md lists every settings key with its default and every metric, and no other. */
class OperatingPageTest {
    private static final Path ROOT =
            Path.of(System.getProperty("sealswarm.root", "..")).toAbsolutePath();
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z.-]+)` \\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern NAMED = Pattern.compile("\"(sealswarm_[a-z_]+)\"");
    private static final Pattern COUNTED =
            Pattern.compile("metrics\\(\\)\\.count\\(\"([a-z.]+)\"|builder\\(\"sealswarm\\.([a-z.]+)\"");

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/operating.md"));
    }

    private static Map<String, Class<? extends Record>> roles() {
        Map<String, Class<? extends Record>> roles = new LinkedHashMap<>();
        roles.put("license-server", LicenseServerConfig.class);
        roles.put("storefront", StorefrontConfig.class);
        roles.put("edge", EdgeConfig.class);
        roles.put("host", HostConfig.class);
        roles.put("serve", ServeConfig.class);
        roles.put("demo", DemoConfig.class);
        roles.put("player", PlayerSettings.class);
        roles.put("packager", PackagerSettings.class);
        return roles;
    }

    @Test
    void listsEveryKeyWithItsDefaultAndMeaning() throws IOException {
        List<String> expected = new ArrayList<>();
        roles().forEach((role, type) ->
                Settings.flagKeys(type).forEach((key, component) -> expected.add(row(role, key, component))));
        List<String> listed = new ArrayList<>();
        String settings = page().substring(0, page().indexOf("## Health and metrics"));
        Matcher rows = ROW.matcher(settings);
        while (rows.find()) {
            listed.add(rows.group());
        }
        assertEquals(String.join("\n", expected), String.join("\n", listed));
    }

    private static String row(String role, String key, RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        boolean optional =
                component.getAnnotatedType().isAnnotationPresent(Nullable.class) || component.getType() == List.class;
        String fallback = setting.fallback().equals(Setting.NONE)
                ? optional ? "unset" : "required"
                : "`" + setting.fallback() + "`";
        return "| `" + (setting.shared() ? "" : role + ".") + key + "` | " + fallback + " | " + setting.help() + " |";
    }

    @Test
    void listsEveryMetricOfTheSources() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (String module : List.of("license-server/server", "storefront/web", "peer-overlay/engine")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/main/java"))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    names.addAll(metrics(Files.readString(file)));
                }
            }
        }
        assertTrue(names.size() > 12, names.toString());
        String metrics = page().substring(page().indexOf("## Health and metrics"));
        List<String> missing =
                names.stream().filter(name -> !metrics.contains("| `" + name)).toList();
        assertEquals(List.of(), missing, "metrics that docs/operating.md does not list");
    }

    private static List<String> metrics(String source) {
        List<String> names = new ArrayList<>();
        Matcher named = NAMED.matcher(source);
        while (named.find()) {
            names.add(named.group(1));
        }
        Matcher counted = COUNTED.matcher(source);
        while (counted.find()) {
            String dotted = counted.group(1) == null ? counted.group(2) : counted.group(1);
            names.add("sealswarm_" + dotted.replace('.', '_'));
        }
        return names;
    }
}
