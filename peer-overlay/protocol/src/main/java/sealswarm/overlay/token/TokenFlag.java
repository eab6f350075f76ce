package sealswarm.overlay.token;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Bits of a token's flag field. Bits without a name here make a token malformed. */
public enum TokenFlag {
    /** In an UPLOAD token: untrusted hosts may carry the track. */
    HOSTS_OPEN(1),
    /** In an UPLOAD token: stock BitTorrent clients may join the swarm. */
    STOCK_ALLOWED(1 << 1),
    /** Handed to a host by an edge: earns nothing until the host's key is registered. */
    HOST(1 << 2);

    private final int bit;

    TokenFlag(int bit) {
        this.bit = bit;
    }

    static int bits(Set<TokenFlag> flags) {
        int bits = 0;
        for (TokenFlag flag : flags) {
            bits |= flag.bit;
        }
        return bits;
    }

    static Optional<Set<TokenFlag>> ofBits(int bits) {
        Set<TokenFlag> flags = EnumSet.noneOf(TokenFlag.class);
        int left = bits;
        for (TokenFlag flag : values()) {
            if ((left & flag.bit) != 0) {
                flags.add(flag);
                left &= ~flag.bit;
            }
        }
        return left == 0 ? Optional.of(flags) : Optional.empty();
    }
}
