package sealswarm.format.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Scans the whole repository for what no compiler sees: loose ends, dead links, large binaries. Prints sizes, judges none. */
class TidyTest {
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", ".git", ".building", "node_modules");
    private static final Set<String> TEXT = Set.of(
            "java", "md", "xml", "yaml", "yml", "json", "js", "css", "jte", "sh", "py", "properties", "vtt", "txt");
    private static final long LARGEST_BINARY_BYTES = 200_000;
    private static final Pattern LOOSE_END = Pattern.compile("\\b(TODO|FIXME)\\b(?!\\(#\\d+\\))");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|mailto:|#)([^)#\\s]+)(#[^)]*)?\\)");
    private static final Path ROOT = Path.of(System.getProperty("sealswarm.root", "../.."));
    private static final String SELF = "TidyTest.java";

    @Test
    void leavesNoLooseEndWithoutAnIssue() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : textFiles()) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (LOOSE_END.matcher(lines.get(i)).find() && !file.endsWith(SELF)) {
                    found.add(ROOT.relativize(file) + ":" + (i + 1));
                }
            }
        }
        assertEquals(List.of(), found, "loose ends need an issue, written TODO(#12), or better: finish them");
    }

    @Test
    void documentsLinkToWhatExists() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path file : textFiles()) {
            if (!file.toString().endsWith(".md")) {
                continue;
            }
            Matcher links = LINK.matcher(Files.readString(file));
            while (links.find()) {
                if (!Files.exists(file.resolveSibling(links.group(1)))) {
                    dead.add(ROOT.relativize(file) + " -> " + links.group(1));
                }
            }
        }
        assertEquals(List.of(), dead, "dead links in documents");
    }

    @Test
    void holdsNoLargeBinaryOutsideVectorsAndSamples() throws IOException {
        List<String> large = new ArrayList<>();
        for (Path file : files()) {
            String path = ROOT.relativize(file).toString();
            boolean named = path.contains("/vectors/") || path.contains("/onebox/demo/");
            if (!TEXT.contains(extension(file)) && !named && Files.size(file) > LARGEST_BINARY_BYTES) {
                large.add(path + " " + Files.size(file));
            }
        }
        assertEquals(List.of(), large, "binaries above " + LARGEST_BINARY_BYTES + " bytes");
    }

    @Test
    void printsHowLargeTheFilesAre() throws IOException {
        List<Integer> main = new ArrayList<>();
        List<Integer> tests = new ArrayList<>();
        List<String> longFiles = new ArrayList<>();
        for (Path file : files()) {
            String path = ROOT.relativize(file).toString();
            if (path.endsWith(".java")) {
                int lines = Files.readAllLines(file).size();
                (path.contains("/src/test/") ? tests : main).add(lines);
                if (lines > 400) {
                    longFiles.add(path + " " + lines);
                }
            }
        }
        main.sort(null);
        int mainLines = main.stream().mapToInt(Integer::intValue).sum();
        int testLines = tests.stream().mapToInt(Integer::intValue).sum();
        assertTrue(mainLines > 0, "no sources found below " + ROOT);
        System.out.printf(
                "tidy: %d main files, median %d lines, %d lines; %d test files, %d lines, ratio %.2f; look twice: %s%n",
                main.size(),
                main.get(main.size() / 2),
                mainLines,
                tests.size(),
                testLines,
                (double) testLines / mainLines,
                longFiles);
    }

    private static List<Path> textFiles() throws IOException {
        return files().stream().filter(file -> TEXT.contains(extension(file))).toList();
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return SKIPPED_FOLDERS.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
