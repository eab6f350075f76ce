package sealswarm.overlay.reach;

import java.util.Arrays;
import java.util.Optional;

/** What lies between a peer's UDP port and the others, as far as it decides who can meet. */
public enum NatClass {
    /** Nothing that changes addresses: anybody may call. */
    OPEN("open"),
    /** A NAT that shows one address and port to everybody (endpoint-independent mapping): it can be met halfway. */
    CONE("cone"),
    /** A NAT that shows each partner another port: only who is open can be called from behind it, and nobody can call in. */
    SYMMETRIC("symmetric"),
    /** Not known, as of stock clients; treated as if it could be met. */
    UNKNOWN("unknown");

    private final String word;

    NatClass(String word) {
        this.word = word;
    }

    /** As it stands in announces. */
    public String word() {
        return word;
    }

    /** The class that a word in an announce stands for. */
    public static Optional<NatClass> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    /** True if two such peers can get a connection, with somebody to bring them together; who is not known may be anything. */
    public static boolean canMeet(NatClass one, NatClass other) {
        return one == OPEN || other == OPEN || one == UNKNOWN || other == UNKNOWN || (one == CONE && other == CONE);
    }

    /**
     * The class that two observations show.
     *
     * @param first how the port looked from one place, as {@code address:port}
     * @param second how it looked from another port of that place
     * @param own true of an address that is the machine's own
     */
    public static NatClass of(Observed first, Observed second, Own own) {
        if (!first.equals(second)) {
            return SYMMETRIC;
        }
        return own == Own.YES ? OPEN : CONE;
    }

    /** Whether an observed address and port are the socket's own. */
    public enum Own {
        YES,
        NO
    }
}
