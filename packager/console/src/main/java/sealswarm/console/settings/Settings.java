package sealswarm.console.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sealswarm.console.exit.Refusal;

/**
 * The settings of one component: flag, then {@code SEALSWARM_*}, then {@code --config} or {@code ./sealswarm.yaml}, then the
 * user's file, then the record's default; each value with its origin. Reads files and the given environment once, when bound.
 */
public final class Settings {
    private static final String PREFIX = "SEALSWARM_";
    private static final String FILE = "-file";

    private final String section;
    private final SettingsSources sources;

    private Settings(String section, SettingsSources sources) {
        this.section = section;
        this.sources = sources;
    }

    /** Settings of the component with the given section of the file, such as {@code edge}. */
    public static Settings of(String section, SettingsSources sources) {
        if (!Vocabulary.SECTIONS.contains(section)) {
            throw new IllegalArgumentException("no section '" + section + "' in Vocabulary");
        }
        return new Settings(section, sources);
    }

    /**
     * The key of each component of a settings record as flags name it, with its component, in the record's order: a secret's
     * key ends with {@code -file}.
     */
    public static Map<String, RecordComponent> flagKeys(Class<? extends Record> type) {
        Map<String, RecordComponent> keys = new java.util.LinkedHashMap<>();
        RecordBinding.components(type).forEach((key, component) -> keys.put(fileKey(key, component), component));
        return keys;
    }

    /**
     * Binds all layers to a record.
     *
     * @param flags values given as flags, by key without dashes in front
     * @throws Refusal exit 2 naming the place (file and line, variable or flag) of the first wrong, unknown or missing key; exit 3
     *     if the file of {@code --config} is missing
     */
    public <T extends Record> BoundSettings<T> bind(Class<T> type, Map<String, String> flags) {
        List<YamlDocument> files = files();
        for (YamlDocument file : files) {
            requireKnown(type, file);
        }
        requireKnownVariables(type);
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        Map<String, SettingOrigin> origins = new HashMap<>();
        RecordBinding.components(type).forEach((key, component) -> {
            Found found = find(key, component, flags, files);
            found.value().ifPresent(value -> tree.set(key, value));
            String shown = isSecret(component)
                    ? found.value().map(value -> "[secret]").orElse("")
                    : found.value().map(Settings::show).orElseGet(() -> RecordBinding.fallback(component)
                            .orElse(""));
            origins.put(key, new SettingOrigin(qualified(key, component), shown, found.origin()));
        });
        T values = RecordBinding.bind(type, tree, path -> place(path, origins));
        List<SettingOrigin> inOrder = new ArrayList<>();
        RecordBinding.components(type).keySet().forEach(key -> {
            SettingOrigin origin = origins.get(key);
            if (origin != null) {
                inOrder.add(origin);
            }
        });
        return new BoundSettings<>(values, inOrder);
    }

    private record Found(Optional<JsonNode> value, String origin) {}

    private Found find(String key, RecordComponent component, Map<String, String> flags, List<YamlDocument> files) {
        String fileKey = fileKey(key, component);
        String flag = flags.get(fileKey);
        if (flag != null) {
            return new Found(Optional.of(given(component, flag)), "flag --" + fileKey);
        }
        String variable = variable(key, component);
        String value = sources.environment().get(variable);
        if (value != null) {
            return new Found(Optional.of(RecordBinding.node(component, value)), variable);
        }
        String path = isSecret(component) ? sources.environment().get(variable(fileKey, component)) : null;
        if (path != null) {
            return new Found(Optional.of(given(component, path)), variable(fileKey, component));
        }
        for (YamlDocument file : files) {
            Optional<JsonNode> inFile = inFile(file, fileKey, component);
            if (inFile.isPresent()) {
                JsonNode node = inFile.get();
                String where = file.source() + ":" + file.lineOf(pathInFile(fileKey, component));
                return new Found(Optional.of(isSecret(component) ? given(component, node.asText()) : node), where);
            }
        }
        return new Found(Optional.empty(), RecordBinding.fallback(component).isPresent() ? "default" : "unset");
    }

    private JsonNode given(RecordComponent component, String text) {
        if (!isSecret(component)) {
            return RecordBinding.node(component, text);
        }
        Path file = sources.workingDirectory().resolve(text);
        return JsonNodeFactory.instance.textNode(SecretFile.readText(file).revealSecret());
    }

    private Optional<JsonNode> inFile(YamlDocument file, String key, RecordComponent component) {
        JsonNode around = isShared(component) ? file.root() : file.root().path(section);
        JsonNode value = around.get(key);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private String pathInFile(String key, RecordComponent component) {
        return isShared(component)
                ? YamlDocument.child("", key)
                : YamlDocument.child(YamlDocument.child("", section), key);
    }

    private List<YamlDocument> files() {
        List<YamlDocument> files = new ArrayList<>();
        Path local = sources.workingDirectory().resolve("sealswarm.yaml");
        if (sources.configFile().isPresent()) {
            files.add(StrictYaml.read(
                    sources.workingDirectory().resolve(sources.configFile().get())));
        } else if (Files.exists(local)) {
            files.add(StrictYaml.read(local));
        }
        sources.userFile().filter(Files::exists).ifPresent(file -> files.add(StrictYaml.read(file)));
        return files;
    }

    private void requireKnown(Class<? extends Record> type, YamlDocument file) {
        Set<String> top = new TreeSet<>(Vocabulary.SECTIONS);
        top.addAll(Vocabulary.SHARED);
        Set<String> own = new TreeSet<>();
        RecordBinding.components(type).forEach((key, component) -> {
            if (isShared(component)) {
                top.add(fileKey(key, component));
            } else {
                own.add(fileKey(key, component));
            }
        });
        requireKnown(file, "", file.root(), top);
        JsonNode mine = file.root().path(section);
        String path = YamlDocument.child("", section);
        if (mine instanceof ObjectNode mapping) {
            requireKnown(file, path, mapping, own);
        } else if (!mine.isMissingNode() && !mine.isNull()) {
            throw StrictYaml.invalid(
                    file.source() + ":" + file.lineOf(path),
                    "section '" + section + "' must hold keys and values",
                    "write 'key: value' lines below it");
        }
    }

    private static void requireKnown(YamlDocument file, String path, ObjectNode mapping, Set<String> known) {
        mapping.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String secret = known.contains(name + FILE)
                        ? "put the secret into a file of mode 600 and write '" + name + FILE + ": FILE'"
                        : "known keys: " + String.join(", ", known);
                throw StrictYaml.invalid(
                        file.source() + ":" + file.lineOf(YamlDocument.child(path, name)),
                        "unknown key '" + name + "'" + DidYouMean.phrase(name, known),
                        secret);
            }
        });
    }

    /** A variable that begins like this component's and names no key of it is a misspelt one. */
    private void requireKnownVariables(Class<? extends Record> type) {
        Set<String> known = new TreeSet<>();
        RecordBinding.components(type).forEach((key, component) -> {
            known.add(variable(key, component));
            known.add(variable(fileKey(key, component), component));
        });
        String mine = PREFIX + upper(section) + "_";
        for (String name : new TreeSet<>(sources.environment().keySet())) {
            if (name.startsWith(mine) && !known.contains(name)) {
                throw StrictYaml.invalid(
                        "environment",
                        "unknown variable '" + name + "'" + DidYouMean.phrase(name, known),
                        "unset it, or use one of: " + String.join(", ", known));
            }
        }
    }

    private static String place(String path, Map<String, SettingOrigin> origins) {
        String key = path.isEmpty() ? "" : path.substring(1).split("/", -1)[0];
        SettingOrigin origin = origins.get(key);
        return origin == null ? "settings" : origin.origin();
    }

    private static String show(JsonNode node) {
        if (node instanceof ArrayNode list) {
            List<String> items = new ArrayList<>();
            list.forEach(item -> items.add(show(item)));
            return String.join(",", items);
        }
        return node.isValueNode() ? node.asText() : node.toString();
    }

    private String qualified(String key, RecordComponent component) {
        return isShared(component) ? fileKey(key, component) : section + "." + fileKey(key, component);
    }

    private String variable(String key, RecordComponent component) {
        return PREFIX + (isShared(component) ? "" : upper(section) + "_") + upper(key);
    }

    private static String upper(String key) {
        return key.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String fileKey(String key, RecordComponent component) {
        return isSecret(component) ? key + FILE : key;
    }

    private static boolean isSecret(RecordComponent component) {
        return component.getType() == SecretText.class;
    }

    private static boolean isShared(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        return setting != null && setting.shared();
    }
}
