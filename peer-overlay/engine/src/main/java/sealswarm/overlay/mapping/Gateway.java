package sealswarm.overlay.mapping;

import com.fasterxml.jackson.annotation.JsonCreator;
import sealswarm.overlay.reach.Observed;

/** Whom the user lets us ask to forward the listening port; nobody unless the user says so. */
public sealed interface Gateway {
    /** The UDP port at which gateways take requests (RFC 6886). */
    int PORT = 5351;

    /** Nobody: consent is not given and no datagram leaves. */
    record Nobody() implements Gateway {}

    /** Whoever the system sends packets to that leave the home: the gateway of the default route, where the system shows it as Linux does. */
    record ByRoute() implements Gateway {}

    /**
     * This one.
     *
     * @param at its IPv4 address and the port at which it takes requests
     */
    record At(Observed at) implements Gateway {}

    /**
     * The choice as it is typed: {@code off}, {@code auto} or an IPv4 address.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    @JsonCreator
    static Gateway parse(String text) {
        return switch (text) {
            case "off" -> new Nobody();
            case "auto" -> new ByRoute();
            default -> {
                if (!isAddress(text)) {
                    throw new IllegalArgumentException("'" + text + "' is not off, auto or a gateway's IPv4 address");
                }
                yield new At(new Observed(text, PORT));
            }
        };
    }

    /** False if it would be asked to forward to {@code host}, an address that nobody but this machine reaches. */
    default boolean canForwardTo(String host) {
        return this instanceof Nobody || !host.matches("localhost|127\\..*|::1");
    }

    private static boolean isAddress(String text) {
        String octet = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
        return text.matches(octet + "(\\." + octet + "){3}");
    }
}
