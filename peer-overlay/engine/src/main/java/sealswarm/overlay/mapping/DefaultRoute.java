package sealswarm.overlay.mapping;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sealswarm.overlay.reach.NumericHost;

/** Finds the gateway in Linux's table of routes. */
public final class DefaultRoute {
    /** Where Linux shows the table. */
    public static final String TABLE = "/proc/net/route";

    /** Lines looked at: no home has as many routes. */
    static final int MAX_LINES = 1_000;

    private static final int UP_BY_GATEWAY = 0x3;
    private static final int HEX = 16;

    /** Interface, destination 0, gateway, flags, two counters, metric, mask 0. */
    private static final Pattern ROUTE = Pattern.compile(
            "\\S{1,15}\\s+0{8}\\s+([0-9A-F]{8})\\s+([0-9A-F]{4})\\s+\\d+\\s+\\d+\\s+(\\d{1,9})\\s+0{8}\\s.*");

    private record Route(String gateway, int metric) {}

    private DefaultRoute() {}

    /**
     * The gateway of the default route with the least metric.
     *
     * @param order the machine's, in which Linux writes addresses
     */
    public static Optional<String> gateway(List<String> table, ByteOrder order) {
        return table.stream()
                .limit(MAX_LINES)
                .map(ROUTE::matcher)
                .filter(Matcher::matches)
                .filter(line -> (Integer.parseInt(line.group(2), HEX) & UP_BY_GATEWAY) == UP_BY_GATEWAY)
                .map(line -> new Route(address(line.group(1), order), Integer.parseInt(line.group(3))))
                .min(Comparator.comparingInt(Route::metric))
                .map(Route::gateway);
    }

    private static String address(String hex, ByteOrder order) {
        return NumericHost.literal(ByteBuffer.allocate(NumericHost.V4_BYTES)
                .order(order)
                .putInt(Integer.parseUnsignedInt(hex, HEX))
                .array());
    }
}
