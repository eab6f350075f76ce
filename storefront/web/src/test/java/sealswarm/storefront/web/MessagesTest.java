package sealswarm.storefront.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final Pattern SAID = Pattern.compile("say(?:Or)?\\(\"([a-z][a-zA-Z.-]*)\"([ ]*[,)+])");
    private static final Pattern CHOSEN = Pattern.compile("[?:] \"([a-z]+(?:[.-][a-z-]+)+)\"");

    @Test
    void everyTextThatAPageSaysIsThere() throws IOException {
        ResourceBundle bundle = ResourceBundle.getBundle(Messages.BUNDLE, Locale.ROOT);
        Set<String> missing = new TreeSet<>();
        int found = 0;
        for (Path source : sources()) {
            String text = Files.readString(source);
            Matcher said = SAID.matcher(text);
            while (said.find()) {
                found++;
                boolean whole = !said.group(2).strip().equals("+");
                boolean there = whole
                        ? bundle.containsKey(said.group(1))
                        : bundle.keySet().stream().anyMatch(key -> key.startsWith(said.group(1)));
                if (!there) {
                    missing.add(source.getFileName() + ": " + said.group(1));
                }
            }
            if (source.toString().endsWith(".jte")) {
                Matcher chosen = CHOSEN.matcher(text);
                while (chosen.find()) {
                    if (!bundle.containsKey(chosen.group(1))) {
                        missing.add(source.getFileName() + ": " + chosen.group(1));
                    }
                }
            }
        }
        assertTrue(found > 150, "only " + found + " texts found");
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyNoticeHasItsWords() {
        Messages messages = Messages.of(Locale.ENGLISH);
        for (Notice notice : Notice.values()) {
            assertFalse(messages.say("notice." + notice.code()).isEmpty(), notice.name());
        }
    }

    @Test
    void aMissingTextFailsLoudly() {
        assertThrows(MissingResourceException.class, () -> Messages.of(Locale.ENGLISH)
                .say("no.such.text"));
    }

    @Test
    void languagesWithoutABundleGetEnglish() {
        assertEquals("en", Messages.of(Locale.FRENCH).languageTag());
        assertEquals("1 title", Messages.of(Locale.FRENCH).say("catalog.count", 1));
        assertEquals("No titles", Messages.of(Locale.ENGLISH).say("catalog.count", 0));
    }

    private static Set<Path> sources() throws IOException {
        Set<Path> sources = new TreeSet<>();
        Path module = Path.of(System.getProperty("sealswarm.root", "../..")).resolve("storefront/web/src/main");
        for (String folder : new String[] {"jte", "java"}) {
            try (Stream<Path> files = Files.walk(module.resolve(folder))) {
                files.filter(Files::isRegularFile).forEach(sources::add);
            }
        }
        return sources;
    }
}
