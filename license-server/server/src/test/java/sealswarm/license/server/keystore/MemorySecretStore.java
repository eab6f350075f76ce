package sealswarm.license.server.keystore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@link SecretStore} in memory. */
public final class MemorySecretStore implements SecretStore {
    private final List<Entry> entries = new ArrayList<>();

    @Override
    public synchronized List<Entry> all() {
        entries.sort(Comparator.comparing(Entry::use).thenComparing(Entry::generation));
        return List.copyOf(entries);
    }

    @Override
    public synchronized void insertIfAbsent(Entry entry) {
        if (entries.stream().noneMatch(known -> isSame(known, entry))) {
            entries.add(entry);
        }
    }

    @Override
    public synchronized void replace(Entry entry) {
        entries.replaceAll(known -> isSame(known, entry)
                ? new Entry(known.use(), known.generation(), entry.sealed(), known.createdAt())
                : known);
    }

    private static boolean isSame(Entry known, Entry entry) {
        return known.use() == entry.use() && known.generation() == entry.generation();
    }
}
