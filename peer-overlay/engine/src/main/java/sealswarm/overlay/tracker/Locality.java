package sealswarm.overlay.tracker;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * Where addresses are, from a configured table of prefixes or a provider's own maps; no address is looked up anywhere else.
 * Immutable; the answer is kept per peer.
 */
public final class Locality {
    /** Longest table. */
    public static final int MAX_RULES = 1_024;

    /** No table: nothing is known of any address but its neighbourhood. */
    public static final Locality NONE = new Locality(new PrefixTable<>(Map.of()), Map.of());

    private final PrefixTable<Place> places;
    private final Map<String, Map<String, Double>> costs;

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

    private Locality(PrefixTable<Place> places, Map<String, Map<String, Double>> costs) {
        this.places = places;
        this.costs = costs;
    }

    static Locality of(PrefixTable<Place> places, Map<String, Map<String, Double>> costs) {
        return new Locality(places, costs);
    }

    /**
     * Reads an internet provider's network map and cost map (RFC 7285): its groups of addresses, PIDs, are the networks.
     *
     * @throws IllegalArgumentException naming map and member
     */
    public static Locality ofAlto(byte[] networkMap, byte[] costMap) {
        return AltoMaps.read(networkMap, costMap);
    }

    /**
     * Reads a table of lines {@code prefix,site,region} or {@code prefix,site,region,network} such as {@code
     * 192.0.2.0/24,campus-1,eu,AS64500}; empty lines and those that begin with {@code #} are skipped. The longest prefix wins.
     *
     * @throws IllegalArgumentException naming the first line that is malformed, or too many lines
     */
    public static Locality parse(List<String> lines) {
        PrefixTable.Draft<Place> places = new PrefixTable.Draft<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#") && !add(places, line)) {
                throw new IllegalArgumentException(
                        "line " + (i + 1) + ": not prefix,site,region or prefix,site,region,network, or there twice");
            }
        }
        if (places.size() > MAX_RULES) {
            throw new IllegalArgumentException("more than " + MAX_RULES + " prefixes");
        }
        return new Locality(places.table(), Map.of());
    }

    private static boolean add(PrefixTable.Draft<Place> places, String line) {
        String[] parts = line.split(",", -1);
        boolean hasNetwork = parts.length == 4 && parts[3].strip().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
        if (!(parts.length == 3 || hasNetwork) || !parts[0].contains("/")) {
            return false;
        }
        Place place = new Place(parts[1].strip(), parts[2].strip(), hasNetwork ? parts[3].strip() : "");
        return PrefixTable.Prefix.parse(parts[0])
                .map(prefix -> places.add(prefix, place))
                .orElse(false);
    }

    /** Who runs the network an address is in; empty if unknown. */
    public String networkOf(InetAddress address) {
        return of(Endpoint.of(address, 1)).network();
    }

    Place of(Endpoint endpoint) {
        return places.of(endpoint).orElse(Place.UNKNOWN);
    }

    /** Whether anything is known of any address. */
    boolean isKnown() {
        return !places.isEmpty();
    }

    /** Whether costs between networks are known at all. */
    boolean hasCosts() {
        return !costs.isEmpty();
    }

    /** What it costs to bring data from one place to another; infinity if nobody said. */
    double cost(Place from, Place to) {
        return costs.getOrDefault(from.network(), Map.of()).getOrDefault(to.network(), Double.POSITIVE_INFINITY);
    }
}
