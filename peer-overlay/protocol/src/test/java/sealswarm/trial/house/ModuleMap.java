package sealswarm.trial.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table "Modules and arrows" of {@code docs/architecture.md}: which packages a module has and which modules it may use. */
final class ModuleMap {
    private static final String HEADER = "| module | artifact | packages | may use |";

    private final Map<String, List<String>> packages = new LinkedHashMap<>();
    private final Map<String, List<String>> uses = new LinkedHashMap<>();

    private ModuleMap() {}

    static ModuleMap read(Path architecturePage) {
        List<String> lines;
        try {
            lines = Files.readAllLines(architecturePage, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int start = lines.indexOf(HEADER);
        if (start < 0) {
            throw new IllegalStateException(architecturePage + " has no table '" + HEADER + "'");
        }
        ModuleMap map = new ModuleMap();
        for (String line : lines.subList(start + 2, lines.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            String[] cells = line.split("\\|", -1);
            map.packages.put(cells[1].strip(), expand(cells[3].strip()));
            map.uses.put(cells[1].strip(), words(cells[4]));
        }
        return map;
    }

    /** The module that owns a package: the one with the longest matching root. */
    Optional<String> owner(String packageName) {
        String best = null;
        int length = -1;
        for (Map.Entry<String, List<String>> entry : packages.entrySet()) {
            for (String root : entry.getValue()) {
                boolean inside = packageName.equals(root) || packageName.startsWith(root + ".");
                if (inside && root.length() > length) {
                    best = entry.getKey();
                    length = root.length();
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** The module itself and all modules its arrows reach. */
    Set<String> reachable(String module) {
        Set<String> seen = new HashSet<>();
        List<String> open = new ArrayList<>(List.of(module));
        while (!open.isEmpty()) {
            String next = open.remove(open.size() - 1);
            if (seen.add(next)) {
                open.addAll(uses.getOrDefault(next, List.of()));
            }
        }
        return seen;
    }

    boolean knows(String module) {
        return packages.containsKey(module);
    }

    private static List<String> words(String cell) {
        return Arrays.stream(cell.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** {@code `a.{b,c}`} is a.b and a.c. */
    private static List<String> expand(String cell) {
        String text = cell.replace("`", "");
        int brace = text.indexOf('{');
        if (brace < 0) {
            return text.isEmpty() ? List.of() : List.of(text);
        }
        String prefix = text.substring(0, brace);
        return words(text.substring(brace + 1, text.indexOf('}'))).stream()
                .map(prefix::concat)
                .toList();
    }
}
