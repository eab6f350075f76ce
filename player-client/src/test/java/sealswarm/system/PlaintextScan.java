package sealswarm.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks for runs of a clear file anywhere in other files, at any offset. */
final class PlaintextScan {
    /** Length of a run that counts as plaintext. */
    static final int RUN_BYTES = 64;

    private static final int MIN_DIFFERENT_BYTES = 24;

    private final byte[] plain;
    private final Map<Long, Integer> runs = new HashMap<>();

    PlaintextScan(byte[] plain) {
        this.plain = plain.clone();
        ByteBuffer words = ByteBuffer.wrap(this.plain);
        for (int at = 0; at + RUN_BYTES <= plain.length; at += RUN_BYTES) {
            // Runs of padding stand in any file.
            if (isTelling(at)) {
                runs.put(words.getLong(at), at);
            }
        }
    }

    private boolean isTelling(int at) {
        boolean[] seen = new boolean[256];
        int different = 0;
        for (int i = at; i < at + RUN_BYTES; i++) {
            if (!seen[plain[i] & 0xff]) {
                seen[plain[i] & 0xff] = true;
                different++;
            }
        }
        return different >= MIN_DIFFERENT_BYTES;
    }

    /** How many runs are looked for. */
    int runs() {
        return runs.size();
    }

    /** The files below {@code folder} that hold a run, with its offset. */
    List<String> findings(Path folder) throws IOException {
        List<String> findings = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                int found = find(bytes);
                if (found >= 0) {
                    findings.add(file + " at " + found);
                }
            }
        }
        return findings;
    }

    private int find(byte[] bytes) {
        ByteBuffer words = ByteBuffer.wrap(bytes);
        for (int at = 0; at + RUN_BYTES <= bytes.length; at++) {
            Integer from = runs.get(words.getLong(at));
            if (from != null && Arrays.equals(bytes, at, at + RUN_BYTES, plain, from, from + RUN_BYTES)) {
                return at;
            }
        }
        return -1;
    }
}
