package sealswarm.overlay.peer;

import java.util.ArrayList;
import java.util.List;

/**
 * The addresses that one subscriber commonly has, as a name to count and ban by: an IPv4 address alone, or the /64 of an IPv6 address,
 * in which a machine takes whichever it likes.
 */
public final class HostBlock {
    private static final int GROUPS = 8;
    private static final int PREFIX_GROUPS = 4;

    private HostBlock() {}

    /** The block of a numeric address; of anything else, the text itself. A zone is left out. */
    public static String of(String host) {
        if (host.indexOf(':') < 0) {
            return host;
        }
        int zone = host.indexOf('%');
        String address = zone < 0 ? host : host.substring(0, zone);
        int gap = address.indexOf("::");
        List<String> groups = new ArrayList<>(groups(gap < 0 ? address : address.substring(0, gap)));
        if (gap >= 0) {
            List<String> tail = groups(address.substring(gap + 2));
            while (groups.size() + tail.size() < GROUPS) {
                groups.add("0");
            }
            groups.addAll(tail);
        }
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < Math.min(PREFIX_GROUPS, groups.size()); i++) {
            block.append(groups.get(i).replaceFirst("^0+(?=.)", "")).append(':');
        }
        return block.append(":/64").toString();
    }

    private static List<String> groups(String part) {
        return part.isEmpty() ? List.of() : List.of(part.split(":", -1));
    }
}
