package sealswarm.format.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.problem.FormatException;

/**
 * What anyone may know of a title.
 *
 * @param title its name, 1 to {@link #MAX_TITLE_CHARS} characters
 * @param summary a few sentences, if there are any
 * @param files clear files; no two paths equal ignoring case
 */
public record PublicPart(String title, Optional<String> summary, List<PublicFile> files) {
    public static final int MAX_TITLE_CHARS = 300;
    public static final int MAX_SUMMARY_CHARS = 4000;
    public static final int MAX_FILES = 100;

    public PublicPart {
        files = List.copyOf(files);
        PublicText.check("title", title, MAX_TITLE_CHARS);
        summary.ifPresent(text -> PublicText.check("summary", text, MAX_SUMMARY_CHARS));
        if (files.size() > MAX_FILES) {
            throw FormatException.malformed("at most " + MAX_FILES + " public files");
        }
        Set<String> paths = new HashSet<>();
        for (PublicFile file : files) {
            if (!paths.add(file.path().toLowerCase(Locale.ROOT))) {
                throw FormatException.malformed("two public files of one path, ignoring case: " + file.path());
            }
        }
    }

    static PublicPart read(JsonMembers members) {
        return new PublicPart(
                members.text("title"),
                members.optionalText("summary"),
                members.objects("files", 0, MAX_FILES).stream()
                        .map(PublicFile::read)
                        .toList());
    }

    void write(ObjectNode target) {
        target.put("title", title);
        summary.ifPresent(text -> target.put("summary", text));
        ArrayNode array = target.putArray("files");
        files.forEach(file -> file.write(array.addObject()));
    }
}
