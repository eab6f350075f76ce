package sealswarm.system;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script: its table is the documented one, its main classes exist, its refusals say what to do. */
class LauncherTest {
    private static final Path ROOT = Path.of(System.getProperty("sealswarm.root", ".."));
    private static final Pattern SCRIPT_ROW =
            Pattern.compile("^  ([a-z][a-z |-]*)\\) main=(\\S+) flags=(\\S+|\"[^\"]*\") ;;$", Pattern.MULTILINE);
    private static final Pattern PAGE_ROW =
            Pattern.compile("^\\| (`[^|]*`) \\| `([^|]*)` \\| `([^|]*)` \\|$", Pattern.MULTILINE);
    private static final Pattern SHORT = Pattern.compile("^short=\"([^\"]*)\"$", Pattern.MULTILINE);

    @Test
    void documentsEveryCommandAsTheScriptMapsIt() throws IOException {
        assertEquals(pageTable(), scriptTable(), "docs/commands.md against the launcher script");
    }

    @Test
    void mapsEveryCommandToAMainClassThatExists() throws IOException {
        for (String row : scriptTable().values()) {
            String main = row.substring(0, row.indexOf(' '));
            assertDoesNotThrow(() -> Class.forName(main).getMethod("main", String[].class), main);
        }
    }

    @Test
    void refusesAnUnknownCommandWithTheFix() throws Exception {
        Run run = run(Map.of(), "plya");
        assertEquals(2, run.exit);
        assertTrue(run.output.contains("unknown command 'plya'"), run.output);
        assertTrue(run.output.contains("fix: 'sealswarm help'"), run.output);
    }

    @Test
    void saysWhatIsMissingWhenThereIsNoJava(@TempDir Path empty) throws Exception {
        for (String tool : new String[] {"dirname", "sed", "head", "find", "readlink"}) {
            Files.createSymbolicLink(empty.resolve(tool), tool(tool));
        }
        Run run = run(Map.of("PATH", empty.toString(), "JAVA_HOME", ""), "pack");
        assertEquals(2, run.exit);
        assertTrue(run.output.contains("no Java found"), run.output);
        assertTrue(run.output.contains("fix: install a JDK 17"), run.output);
    }

    @Test
    void refusesAnOldJava(@TempDir Path old) throws Exception {
        Path java = Files.createDirectories(old.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        assertTrue(java.toFile().setExecutable(true));
        Run run = run(Map.of("JAVA_HOME", old.toString()), "pack");
        assertEquals(2, run.exit);
        assertTrue(run.output.contains("is Java 11; 17 or newer is needed"), run.output);
    }

    private static Map<String, String> scriptTable() throws IOException {
        String script = Files.readString(ROOT.resolve("sealswarm"));
        Matcher shortFlags = SHORT.matcher(script);
        assertTrue(shortFlags.find());
        Map<String, String> table = new TreeMap<>();
        Matcher rows = SCRIPT_ROW.matcher(script);
        while (rows.find()) {
            String flags = rows.group(3).equals("$short")
                    ? shortFlags.group(1)
                    : rows.group(3).replace("\"", "");
            Arrays.stream(rows.group(1).split("\\|", -1))
                    .forEach(word -> table.put(word.strip(), rows.group(2) + " " + flags));
        }
        return table;
    }

    private static Map<String, String> pageTable() throws IOException {
        Map<String, String> table = new TreeMap<>();
        Matcher rows = PAGE_ROW.matcher(Files.readString(ROOT.resolve("docs/commands.md")));
        while (rows.find()) {
            Arrays.stream(rows.group(1).replace("`", "").split(",", -1))
                    .forEach(word -> table.put(word.strip(), rows.group(2) + " " + rows.group(3)));
        }
        return table;
    }

    private static Path tool(String name) {
        return Arrays.stream(new String[] {"/usr/bin", "/bin"})
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private record Run(int exit, String output) {}

    private static Run run(Map<String, String> environment, String... words) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(ROOT.resolve("sealswarm").toString());
        builder.command().addAll(Arrays.asList(words));
        builder.environment().putAll(environment);
        builder.environment().put("SEALSWARM_NO_BUILD", "1");
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the launcher did not end");
        return new Run(process.exitValue(), output);
    }
}
