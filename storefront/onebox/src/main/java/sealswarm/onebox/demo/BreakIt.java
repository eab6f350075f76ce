package sealswarm.onebox.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Try to break it: what the story claims, and the commands by which anybody may doubt it, as lines of a terminal and as a page.
 *
 * @param proofs in the order of the story
 * @param told what this run has seen, line by line
 */
record BreakIt(List<Proof> proofs, List<String> told) {
    /**
     * One claim.
     *
     * @param claim in a sentence
     * @param commands to be typed as they stand
     */
    record Proof(String claim, List<String> commands) {
        Proof {
            commands = List.copyOf(commands);
        }
    }

    BreakIt {
        proofs = List.copyOf(proofs);
        told = List.copyOf(told);
    }

    /** For a terminal. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("try to break it");
        for (Proof proof : proofs) {
            lines.add("  " + proof.claim());
            proof.commands().forEach(command -> lines.add("    " + command));
        }
        return lines;
    }

    /** The same as a page that needs no server, no script and nothing from elsewhere. */
    String page() {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Try to break it</title>\n");
        page.append(
                "<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        page.append("<style>body{font:1rem/1.5 sans-serif;max-width:60rem;margin:auto;padding:1rem}"
                + "pre{white-space:pre-wrap;overflow-wrap:anywhere}</style>\n");
        page.append("<main>\n<h1>Try to break it</h1>\n<ol>\n");
        for (Proof proof : proofs) {
            page.append("<li><p>").append(escaped(proof.claim())).append("</p>\n");
            proof.commands()
                    .forEach(command ->
                            page.append("<pre><code>").append(escaped(command)).append("</code></pre>\n"));
            page.append("</li>\n");
        }
        page.append("</ol>\n<h2>What this run has seen</h2>\n<ul>\n");
        told.forEach(line -> page.append("<li>").append(escaped(line)).append("</li>\n"));
        return page.append("</ul>\n</main>\n</html>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
