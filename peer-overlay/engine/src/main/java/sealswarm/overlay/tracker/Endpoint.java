package sealswarm.overlay.tracker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Address and port of a peer, packed because a table holds many. IPv4 is held as its mapped IPv6 form.
 *
 * @param high first 8 bytes of the IPv6 form
 * @param low last 8 bytes
 * @param port 1 to 65,535
 */
public record Endpoint(long high, long low, int port) {
    /** Bytes of an IPv4 address and port in a compact list (BEP 23). */
    static final int COMPACT_V4 = 6;

    /** Bytes of an IPv6 address and port in a compact list (BEP 7). */
    static final int COMPACT_V6 = 18;

    private static final String OCTET = "(25[0-5]|(2[0-4]|1?[0-9])?[0-9])";

    private static final Optional<Scope> LOOPBACK = Optional.of(Scope.LOOPBACK);
    private static final Optional<Scope> PRIVATE = Optional.of(Scope.PRIVATE);
    private static final Optional<Scope> GLOBAL = Optional.of(Scope.GLOBAL);

    private static final long MAPPED = 0xFFFFL << 32;

    /** Who can reach an address, from narrow to wide. */
    enum Scope {
        LOOPBACK,
        PRIVATE,
        GLOBAL
    }

    public Endpoint {
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("port out of range: " + port);
        }
    }

    /** The endpoint of an address and a port of 1 to 65,535. */
    public static Endpoint of(InetAddress address, int port) {
        byte[] bytes = address.getAddress();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return bytes.length == 4
                ? new Endpoint(0, MAPPED | Integer.toUnsignedLong(in.getInt()), port)
                : new Endpoint(in.getLong(), in.getLong(), port);
    }

    /**
     * The endpoint of a numeric address.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Endpoint ofLiteral(String address, int port) {
        try {
            return of(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no numeric address: " + address, e);
        }
    }

    /** The endpoint of a numeric address that a stranger wrote: nothing is ever looked up, whatever it says. */
    public static Optional<Endpoint> parse(String address, int port) {
        boolean isLiteral = address.matches(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F.]{0,39}:[0-9a-fA-F:.]{0,39}");
        try {
            return isLiteral ? Optional.of(ofLiteral(address, port)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The endpoint of a compact list's item of {@value #COMPACT_V4} or {@value #COMPACT_V6} bytes; nothing if its port is 0. */
    static Optional<Endpoint> ofCompact(byte[] item) {
        int port = (item[item.length - 2] & 0xFF) << 8 | (item[item.length - 1] & 0xFF);
        if (port == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(InetAddress.getByAddress(Arrays.copyOf(item, item.length - 2)), port));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("a compact peer has 6 or 18 bytes, not " + item.length, e);
        }
    }

    /** Whether the address is IPv4. */
    public boolean isV4() {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    /** What one subscriber commonly has: an IPv4 address, or the /64 of an IPv6 address; any port. */
    Endpoint block() {
        return new Endpoint(high, isV4() ? low : 0, 1);
    }

    boolean hasAddressOf(Endpoint other) {
        return high == other.high && low == other.low;
    }

    /** The address. */
    public InetAddress address() {
        ByteBuffer out = ByteBuffer.allocate(16).putLong(high).putLong(low);
        byte[] bytes = isV4() ? Arrays.copyOfRange(out.array(), 12, 16) : out.array();
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    /** Where to connect. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(address(), port);
    }

    /**
     * Who can reach it; nothing for an address no peer can have: unspecified, multicast, broadcast. From the bits alone, as a tracker asks
     * this some hundred times for each announce.
     */
    Optional<Scope> scope() {
        return isV4() ? scopeOfV4((int) low) : scopeOfV6();
    }

    /** True if whoever is on the Internet can reach it. */
    public boolean isGlobal() {
        return scope().equals(GLOBAL);
    }

    private static Optional<Scope> scopeOfV4(int address) {
        int first = address >>> 24;
        if (address == 0 || address == -1 || first >>> 4 == 0xE) {
            return Optional.empty();
        }
        if (first == 127) {
            return LOOPBACK;
        }
        boolean isPrivate = first == 10
                || address >>> 20 == 0xAC1
                || address >>> 16 == 0xC0A8
                || address >>> 16 == 0xA9FE
                || address >>> 22 == 0x6440 >>> 6;
        return isPrivate ? PRIVATE : GLOBAL;
    }

    private Optional<Scope> scopeOfV6() {
        if (high >>> 56 == 0xFF || (high == 0 && low == 0)) {
            return Optional.empty();
        }
        if (high == 0 && low == 1) {
            return LOOPBACK;
        }
        // Link-local, the site-local that RFC 3879 deprecates, unique local.
        boolean isPrivate = high >>> 54 == 0xFE80 >>> 6 || high >>> 54 == 0xFEC0 >>> 6 || high >>> 57 == 0xFC >>> 1;
        return isPrivate ? PRIVATE : GLOBAL;
    }

    /** The network a neighbour shares: /24 of IPv4, /48 of IPv6. */
    long neighbourhood() {
        return isV4() ? low >>> 8 : high >>> 16;
    }

    /** The network it is in, /24 or /48, as a word for comparing. */
    public String network() {
        return (isV4() ? "4:" : "6:") + Long.toHexString(neighbourhood());
    }

    void compactTo(ByteBuffer out) {
        if (isV4()) {
            out.putInt((int) low);
        } else {
            out.putLong(high).putLong(low);
        }
        out.putShort((short) port);
    }
}
