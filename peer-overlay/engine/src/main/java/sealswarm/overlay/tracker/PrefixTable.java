package sealswarm.overlay.tracker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Addresses by their longest known prefix: one look for each length in use. Immutable; IPv4 is held as its mapped IPv6 form. */
final class PrefixTable<T> {
    private final List<Integer> lengths;
    private final Map<Prefix, T> byPrefix;

    /** An address prefix; bits beyond {@code bits}, 0 to 128, are zero. */
    record Prefix(long high, long low, int bits) {
        private static final int V4_BITS = 32;
        private static final int ALL_BITS = 128;

        /**
         * Reads {@code 192.0.2.0/24} or {@code 2001:db8::/32}; an address without a length is one whole address.
         *
         * @return nothing if it is no prefix; bits beyond the length are dropped
         */
        static Optional<Prefix> parse(String text) {
            String[] parts = text.split("/", -1);
            if (parts.length > 2 || (parts.length == 2 && !parts[1].matches("[0-9]{1,3}"))) {
                return Optional.empty();
            }
            Optional<Endpoint> base = Endpoint.parse(parts[0], 1);
            int most = base.filter(Endpoint::isV4).isPresent() ? V4_BITS : ALL_BITS;
            int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
            return base.filter(address -> bits <= most).map(address -> of(address, bits + ALL_BITS - most));
        }

        static Prefix of(Endpoint endpoint, int bits) {
            return new Prefix(
                    cut(endpoint.high(), Math.min(bits, 64)), cut(endpoint.low(), Math.max(bits - 64, 0)), bits);
        }

        private static long cut(long value, int bits) {
            return bits == 0 ? 0 : value & (-1L << (64 - bits));
        }
    }

    PrefixTable(Map<Prefix, T> byPrefix) {
        this.byPrefix = Map.copyOf(byPrefix);
        this.lengths = new ArrayList<>(byPrefix.keySet().stream()
                .map(Prefix::bits)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList());
    }

    boolean isEmpty() {
        return byPrefix.isEmpty();
    }

    /** What the longest prefix that covers the address stands for. */
    Optional<T> of(Endpoint endpoint) {
        for (int bits : lengths) {
            T found = byPrefix.get(Prefix.of(endpoint, bits));
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** A table under construction, which takes each prefix once. */
    static final class Draft<T> {
        private final Map<Prefix, T> byPrefix = new HashMap<>();

        /** False if the prefix is there already. */
        boolean add(Prefix prefix, T value) {
            return byPrefix.putIfAbsent(prefix, value) == null;
        }

        int size() {
            return byPrefix.size();
        }

        PrefixTable<T> table() {
            return new PrefixTable<>(byPrefix);
        }
    }
}
