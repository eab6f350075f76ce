package sealswarm.overlay.tracker;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.reach.NatClass;
import sealswarm.overlay.wire.PeerId;

/** Reads the query of an announce or scrape. Pure; the first fault is the answer. */
final class TrackerQuery {
    /** Parameters of one query. */
    static final int MAX_PARAMETERS = 64;

    /** Info-hashes of one scrape. */
    static final int MAX_SCRAPE = 64;

    private static final int MAX_NUMBER_DIGITS = 19;
    private static final int MAX_KEY_BYTES = 64;

    private final Map<String, List<byte[]>> parameters;

    /** A query that no client may send; the message goes back to it. */
    static final class BadQueryException extends Exception {
        private static final long serialVersionUID = 1L;

        BadQueryException(String what) {
            super(what);
        }

        String words() {
            return String.valueOf(getMessage());
        }
    }

    private TrackerQuery(Map<String, List<byte[]>> parameters) {
        this.parameters = parameters;
    }

    static Announce announce(String rawQuery) throws BadQueryException {
        TrackerQuery query = split(rawQuery);
        int compact = (int) query.number("compact", 1, 1);
        if (compact != 0 && compact != 1) {
            throw new BadQueryException("compact must be 0 or 1");
        }
        AnnounceEvent event = query.event();
        return new Announce(
                query.infoHash("info_hash"),
                PeerId.of(query.bytes("peer_id", PeerId.LENGTH)),
                query.port(),
                query.number("uploaded", 0, Long.MAX_VALUE),
                query.number("downloaded", 0, Long.MAX_VALUE),
                query.number("left", -1, Long.MAX_VALUE),
                event,
                query.peersWanted(),
                query.key(),
                query.number("ss", 0, 1) == 1 ? Announce.Style.OURS : Announce.Style.STOCK,
                query.nat(),
                query.claimedAddress());
    }

    static List<InfoHash> scrape(String rawQuery) throws BadQueryException {
        List<byte[]> hashes = split(rawQuery).parameters.getOrDefault("info_hash", List.of());
        if (hashes.isEmpty()) {
            throw new BadQueryException("info_hash is missing");
        }
        if (hashes.size() > MAX_SCRAPE) {
            throw new BadQueryException("at most " + MAX_SCRAPE + " info_hash in one scrape");
        }
        List<InfoHash> found = new ArrayList<>();
        for (byte[] hash : hashes) {
            found.add(infoHash("info_hash", hash));
        }
        return found;
    }

    private static TrackerQuery split(String rawQuery) throws BadQueryException {
        Map<String, List<byte[]>> parameters = new LinkedHashMap<>();
        int count = 0;
        int from = 0;
        while (from < rawQuery.length()) {
            int end = rawQuery.indexOf('&', from);
            int stop = end < 0 ? rawQuery.length() : end;
            if (stop > from) {
                if (++count > MAX_PARAMETERS) {
                    throw new BadQueryException("at most " + MAX_PARAMETERS + " parameters");
                }
                int equals = rawQuery.indexOf('=', from);
                int nameEnd = equals < 0 || equals > stop ? stop : equals;
                String name = new String(decode(rawQuery, from, nameEnd), StandardCharsets.ISO_8859_1);
                byte[] value = decode(rawQuery, Math.min(nameEnd + 1, stop), stop);
                parameters.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
            }
            from = stop + 1;
        }
        return new TrackerQuery(parameters);
    }

    private static byte[] decode(String raw, int from, int to) throws BadQueryException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                out.write(c == '+' ? ' ' : c);
                continue;
            }
            int high = i + 2 < to ? Character.digit(raw.charAt(i + 1), 16) : -1;
            int low = i + 2 < to ? Character.digit(raw.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw new BadQueryException("malformed percent-encoding");
            }
            out.write(high << 4 | low);
            i += 2;
        }
        return out.toByteArray();
    }

    private Optional<byte[]> single(String name) throws BadQueryException {
        List<byte[]> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new BadQueryException(name + " is given twice");
        }
        return values.stream().findFirst();
    }

    private Optional<String> text(String name) throws BadQueryException {
        return single(name).map(value -> new String(value, StandardCharsets.ISO_8859_1));
    }

    private byte[] bytes(String name, int length) throws BadQueryException {
        byte[] value = single(name).orElseThrow(() -> new BadQueryException(name + " is missing"));
        if (value.length != length) {
            throw new BadQueryException(name + " must be " + length + " bytes, not " + value.length);
        }
        return value;
    }

    private InfoHash infoHash(String name) throws BadQueryException {
        return infoHash(name, bytes(name, InfoHash.V1_LENGTH));
    }

    private static InfoHash infoHash(String name, byte[] value) throws BadQueryException {
        if (value.length != InfoHash.V1_LENGTH) {
            throw new BadQueryException(name + " must be " + InfoHash.V1_LENGTH + " bytes, not " + value.length);
        }
        return InfoHash.of(value);
    }

    /** A decimal number from 0 to {@code max}; {@code fallback} if absent, or a refusal if that is negative. */
    private long number(String name, long fallback, long max) throws BadQueryException {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            if (fallback < 0) {
                throw new BadQueryException(name + " is missing");
            }
            return fallback;
        }
        String digits = text.get();
        if (digits.isEmpty()
                || digits.length() > MAX_NUMBER_DIGITS
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BadQueryException(name + " must be a number from 0 to " + max);
        }
        try {
            long value = Long.parseLong(digits);
            if (value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new BadQueryException(name + " must be a number from 0 to " + max);
        }
        throw new BadQueryException(name + " must be a number from 0 to " + max);
    }

    private int port() throws BadQueryException {
        int port = (int) number("port", -1, 0xFFFF);
        if (port == 0) {
            throw new BadQueryException("port must be a number from 1 to 65535");
        }
        return port;
    }

    private AnnounceEvent event() throws BadQueryException {
        return AnnounceEvent.of(text("event").orElse(""))
                .orElseThrow(() ->
                        new BadQueryException("event must be one of started, stopped, completed, paused or absent"));
    }

    /** Stock clients send -1 for "as many as you like" and any number above our limit for the same. */
    private int peersWanted() throws BadQueryException {
        String wanted = text("numwant").orElse("-1");
        if (wanted.startsWith("-") || wanted.length() > MAX_NUMBER_DIGITS - 1) {
            return SwarmTable.MAX_PEERS;
        }
        return (int) Math.min(SwarmTable.MAX_PEERS, number("numwant", 0, Long.MAX_VALUE));
    }

    private int key() throws BadQueryException {
        Optional<byte[]> key = single("key");
        if (key.isEmpty() || key.get().length == 0) {
            return 0;
        }
        if (key.get().length > MAX_KEY_BYTES) {
            throw new BadQueryException("key must be at most " + MAX_KEY_BYTES + " bytes");
        }
        int hash = Arrays.hashCode(key.get());
        return hash == 0 ? 1 : hash;
    }

    /** A word of a newer client is as good as none. */
    private NatClass nat() throws BadQueryException {
        return text("ss_nat").flatMap(NatClass::of).orElse(NatClass.UNKNOWN);
    }

    /** Only literal addresses: a tracker resolves no name a stranger gives it. */
    private Optional<InetAddress> claimedAddress() throws BadQueryException {
        String literal = text("ip").orElse("");
        boolean v4 = literal.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        boolean v6 = literal.length() <= 39 && literal.matches("[0-9a-fA-F:]*:[0-9a-fA-F:]*");
        if (!v4 && !v6) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
