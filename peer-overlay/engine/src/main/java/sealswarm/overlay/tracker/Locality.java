package sealswarm.overlay.tracker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where addresses are, from a configured table of prefixes; no address is looked up anywhere else. Immutable; a lookup walks the
 * table, which is why it is short and the answer is kept per peer.
 */
public final class Locality {
    /** Longest table. */
    public static final int MAX_RULES = 1_024;

    /** No table: nothing is known of any address but its neighbourhood. */
    public static final Locality NONE = new Locality(List.of());

    private static final int MAPPED_BITS = 96;

    private final List<Rule> rules;

    /**
     * Where an address is.
     *
     * @param site a campus, a provider's network, an edge's town; empty if unknown
     * @param region a larger area; empty if unknown
     * @param network who runs it, such as {@code AS64500}; empty if unknown
     */
    public record Place(String site, String region, String network) {
        static final Place UNKNOWN = new Place("", "", "");
    }

    private record Rule(long high, long low, int bits, Place place) {
        boolean covers(Endpoint endpoint) {
            return prefix(endpoint.high(), Math.min(bits, 64)) == high
                    && prefix(endpoint.low(), Math.max(bits - 64, 0)) == low;
        }
    }

    private Locality(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * Reads a table of lines {@code prefix,site,region} or {@code prefix,site,region,network} such as {@code
     * 192.0.2.0/24,campus-1,eu,AS64500}; empty lines and those that begin with {@code #} are skipped. The longest prefix wins.
     *
     * @throws IllegalArgumentException naming the first line that is malformed, or too many lines
     */
    public static Locality parse(List<String> lines) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                Rule rule = rule(line);
                if (rule == null) {
                    throw new IllegalArgumentException(
                            "line " + (i + 1) + ": not prefix,site,region or prefix,site,region,network");
                }
                rules.add(rule);
            }
        }
        if (rules.size() > MAX_RULES) {
            throw new IllegalArgumentException("more than " + MAX_RULES + " prefixes");
        }
        rules.sort(Comparator.comparingInt(Rule::bits).reversed());
        return new Locality(List.copyOf(rules));
    }

    private static @Nullable Rule rule(String line) {
        String[] parts = line.split(",", -1);
        boolean hasNetwork = parts.length == 4 && parts[3].strip().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
        if (!(parts.length == 3 || hasNetwork) || !parts[0].matches("[0-9a-fA-F.:]{2,39}/[0-9]{1,3}")) {
            return null;
        }
        String[] prefix = parts[0].split("/", -1);
        try {
            Endpoint base = Endpoint.of(InetAddress.getByName(prefix[0]), 1);
            int bits = Integer.parseInt(prefix[1]) + (base.isV4() ? MAPPED_BITS : 0);
            if (bits > 128) {
                return null;
            }
            return new Rule(
                    prefix(base.high(), Math.min(bits, 64)),
                    prefix(base.low(), Math.max(bits - 64, 0)),
                    bits,
                    new Place(parts[1].strip(), parts[2].strip(), hasNetwork ? parts[3].strip() : ""));
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Who runs the network an address is in; empty if unknown. */
    public String networkOf(InetAddress address) {
        return of(Endpoint.of(address, 1)).network();
    }

    Place of(Endpoint endpoint) {
        for (Rule rule : rules) {
            if (rule.covers(endpoint)) {
                return rule.place();
            }
        }
        return Place.UNKNOWN;
    }

    private static long prefix(long value, int bits) {
        return bits == 0 ? 0 : value & (-1L << (64 - bits));
    }
}
