package sealswarm.overlay.reach;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Numeric addresses as text and as bytes, without asking any system. */
public final class NumericHost {
    /** Bytes of an IPv4 address. */
    public static final int V4_BYTES = 4;

    /** Bytes of an IPv6 address. */
    public static final int V6_BYTES = 16;

    private static final int GROUPS = 8;
    private static final int HEX = 16;

    private NumericHost() {}

    /**
     * The bytes of an address: 4 of IPv4, 16 of IPv6; a zone is left out.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static byte[] bytes(String host) {
        if (host.indexOf(':') < 0) {
            return v4(host);
        }
        List<String> groups = groups(host);
        if (groups.size() != GROUPS) {
            throw new IllegalArgumentException("no numeric address: " + host);
        }
        ByteBuffer out = ByteBuffer.allocate(V6_BYTES);
        groups.forEach(group -> out.putShort((short) number(group, HEX, 0xFFFF)));
        return out.array();
    }

    private static byte[] v4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != V4_BYTES) {
            throw new IllegalArgumentException("no numeric address: " + host);
        }
        byte[] bytes = new byte[V4_BYTES];
        for (int i = 0; i < V4_BYTES; i++) {
            bytes[i] = (byte) number(parts[i], 10, 0xFF);
        }
        return bytes;
    }

    private static int number(String digits, int radix, int max) {
        int number = Integer.parseInt(digits, radix);
        if (number < 0 || number > max) {
            throw new IllegalArgumentException("no part of an address: " + digits);
        }
        return number;
    }

    /** The groups of an IPv6 address as they are written, those that {@code ::} stands for as 0; a zone is left out. Eight, if it is one. */
    public static List<String> groups(String host) {
        int zone = host.indexOf('%');
        String address = zone < 0 ? host : host.substring(0, zone);
        int gap = address.indexOf("::");
        List<String> groups = new ArrayList<>(split(gap < 0 ? address : address.substring(0, gap)));
        List<String> tail = gap < 0 ? List.of() : split(address.substring(gap + 2));
        while (gap >= 0 && groups.size() + tail.size() < GROUPS) {
            groups.add("0");
        }
        groups.addAll(tail);
        return groups;
    }

    private static List<String> split(String part) {
        return part.isEmpty() ? List.of() : List.of(part.split(":", -1));
    }

    /** An address of 4 or 16 bytes as text: dotted, or eight groups without leading zeros. */
    public static String literal(byte[] address) {
        ByteBuffer in = ByteBuffer.wrap(address);
        StringBuilder text = new StringBuilder();
        while (in.hasRemaining()) {
            boolean v4 = address.length == V4_BYTES;
            text.append(text.isEmpty() ? "" : v4 ? "." : ":");
            text.append(v4 ? Integer.toString(in.get() & 0xFF) : Integer.toHexString(in.getShort() & 0xFFFF));
        }
        return text.toString();
    }
}
