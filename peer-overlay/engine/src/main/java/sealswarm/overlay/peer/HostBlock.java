package sealswarm.overlay.peer;

import java.util.List;
import sealswarm.overlay.reach.NumericHost;

/**
 * The addresses that one subscriber commonly has, as a name to count and ban by: an IPv4 address alone, or the /64 of an IPv6 address,
 * in which a machine takes whichever it likes.
 */
public final class HostBlock {
    private static final int PREFIX_GROUPS = 4;

    private HostBlock() {}

    /** The block of a numeric address; of anything else, the text itself. A zone is left out. */
    public static String of(String host) {
        if (host.indexOf(':') < 0) {
            return host;
        }
        List<String> groups = NumericHost.groups(host);
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < Math.min(PREFIX_GROUPS, groups.size()); i++) {
            block.append(groups.get(i).replaceFirst("^0+(?=.)", "")).append(':');
        }
        return block.append(":/64").toString();
    }
}
