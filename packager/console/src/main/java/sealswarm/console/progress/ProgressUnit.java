package sealswarm.console.progress;

import java.util.Locale;

/** What a progress counts, and how an amount is written. */
public enum ProgressUnit {
    BYTES,
    BLOCKS,
    ITEMS;

    private static final long KIB = 1024;

    /** The amount with its unit, bytes in binary multiples with one decimal. */
    public String show(long amount) {
        return switch (this) {
            case BYTES -> bytes(amount);
            case BLOCKS -> amount + " blocks";
            case ITEMS -> Long.toString(amount);
        };
    }

    private static String bytes(long amount) {
        String[] names = {"KiB", "MiB", "GiB", "TiB"};
        if (amount < KIB) {
            return amount + " B";
        }
        double scaled = amount;
        int name = -1;
        while (scaled >= KIB && name < names.length - 1) {
            scaled /= KIB;
            name++;
        }
        return String.format(Locale.ROOT, "%.1f %s", scaled, names[name]);
    }
}
