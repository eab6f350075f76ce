package sealswarm.console.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import sealswarm.console.exit.Refusal;

/**
 * One strict YAML file: its tree, and the line of each value. Lines are found by path: {@code /tracks/0/id}. Not changed once
 * made.
 *
 * @param source how messages name the file
 * @param root the root mapping
 * @param lines line (from 1) by path
 */
public record YamlDocument(String source, ObjectNode root, Map<String, Integer> lines) {
    public YamlDocument {
        lines = Map.copyOf(lines);
    }

    /**
     * Binds the whole file to a record. Keys are the record's component names in lower-case with dashes; components marked
     * {@code @Nullable} or given a {@link Setting#fallback()} may be absent.
     *
     * @throws Refusal exit 2: {@code FILE:LINE: unknown key 'x' (did you mean 'y'?)}, a missing key, or a value that the record
     *     refuses
     */
    public <T extends Record> T bind(Class<T> type) {
        return RecordBinding.bind(type, root, path -> source + ":" + lineOf(path));
    }

    /** The line of the value at {@code path}, or of the nearest value around it. */
    public int lineOf(String path) {
        String nearest = path;
        while (!nearest.isEmpty() && !lines.containsKey(nearest)) {
            nearest = nearest.substring(0, Math.max(0, nearest.lastIndexOf('/')));
        }
        return lines.getOrDefault(nearest, 1);
    }

    /** The path of a key or index below {@code path}. */
    static String child(String path, String name) {
        return path + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
