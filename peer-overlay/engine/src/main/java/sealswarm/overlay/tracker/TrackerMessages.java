package sealswarm.overlay.tracker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import sealswarm.overlay.bencode.Bencode;
import sealswarm.overlay.bencode.BencodeDictionary;
import sealswarm.overlay.bencode.BencodeException;
import sealswarm.overlay.bencode.BencodeLimits;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.metainfo.InfoHash;

/** Bencoded replies of a tracker, both ways (BEPs 3, 7, 23, 24, 31, 48). Pure. */
final class TrackerMessages {
    /** Most peers taken from one reply; further ones are ignored. */
    static final int MAX_PEERS_TAKEN = 500;

    /** Longest failure reason taken from a stranger. */
    static final int MAX_REASON = 200;

    private static final int MIN_INTERVAL_SECONDS = 30;
    private static final int MAX_INTERVAL_SECONDS = 3600;
    private static final int DEFAULT_INTERVAL_SECONDS = 300;
    private static final int MAX_RETRY_MINUTES = 24 * 60;

    private TrackerMessages() {}

    static byte[] encode(AnnounceOutcome outcome, Announce.Style style) {
        if (outcome instanceof AnnounceOutcome.Answered answered) {
            return encode(answered.reply(), style);
        }
        return encode((AnnounceOutcome.Refused) outcome);
    }

    static byte[] encode(AnnounceOutcome.Refused refused) {
        BencodeDictionary.Builder out = BencodeDictionary.builder().put("failure reason", refused.reason());
        if (refused.retryMinutes() == AnnounceOutcome.Refused.NEVER) {
            out.put("retry in", "never");
        } else {
            out.put("retry in", refused.retryMinutes());
        }
        return Bencode.encode(out.build());
    }

    private static byte[] encode(AnnounceReply reply, Announce.Style style) {
        List<AnnounceReply.SwarmPeer> v4 =
                reply.peers().stream().filter(peer -> peer.endpoint().isV4()).toList();
        List<AnnounceReply.SwarmPeer> v6 =
                reply.peers().stream().filter(peer -> !peer.endpoint().isV4()).toList();
        BencodeDictionary.Builder out = BencodeDictionary.builder()
                .put("complete", reply.counts().seeds())
                .put("incomplete", reply.counts().leechers())
                .put("downloaded", reply.counts().completions())
                .put("interval", reply.intervalSeconds())
                .put("min interval", reply.minIntervalSeconds())
                .put("peers", compact(v4, Endpoint.COMPACT_V4));
        if (!v6.isEmpty()) {
            out.put("peers6", compact(v6, Endpoint.COMPACT_V6));
        }
        reply.external().ifPresent(address -> out.put("external ip", address.getAddress()));
        if (style == Announce.Style.OURS) {
            out.put("ss ids", masks(v4))
                    .put("ss ids6", masks(v6))
                    .put("ss edge offset", reply.edgeOffset().orElse(0));
            reply.reachPort().ifPresent(port -> out.put("ss reach", port));
        }
        return Bencode.encode(out.build());
    }

    private static byte[] compact(List<AnnounceReply.SwarmPeer> peers, int itemBytes) {
        ByteBuffer out = ByteBuffer.allocate(peers.size() * itemBytes);
        peers.forEach(peer -> peer.endpoint().compactTo(out));
        return out.array();
    }

    private static byte[] masks(List<AnnounceReply.SwarmPeer> peers) {
        byte[] masks = new byte[peers.size()];
        for (int i = 0; i < masks.length; i++) {
            masks[i] = (byte) peers.get(i).idMask();
        }
        return masks;
    }

    static byte[] encodeScrape(Map<InfoHash, SwarmCounts> counts) {
        BencodeDictionary.Builder files = BencodeDictionary.builder();
        counts.forEach((id, count) -> files.put(
                BencodeString.of(id.bytes()),
                BencodeDictionary.builder()
                        .put("complete", count.seeds())
                        .put("incomplete", count.leechers())
                        .put("downloaded", count.completions())
                        .build()));
        return Bencode.encode(
                BencodeDictionary.builder().put("files", files.build()).build());
    }

    /**
     * Reads the reply of any tracker, ours or a stranger's: intervals are clamped to 30 s .. 1 h, peers beyond {@link
     * #MAX_PEERS_TAKEN} and with port 0 are left out.
     *
     * @throws BencodeException if it is no bencoded dictionary within limits
     * @throws MalformedReplyException if it is no reply
     */
    static AnnounceOutcome decode(byte[] body) throws BencodeException, MalformedReplyException {
        BencodeDictionary reply = Bencode.decodeDictionary(body, BencodeLimits.MESSAGE);
        Optional<BencodeString> failure = reply.string("failure reason");
        if (failure.isPresent()) {
            String reason = failure.get().toString();
            return new AnnounceOutcome.Refused(
                    reason.substring(0, Math.min(MAX_REASON, reason.length())), retryMinutes(reply));
        }
        List<AnnounceReply.SwarmPeer> peers = new ArrayList<>();
        addPeers(reply, "peers", "ss ids", Endpoint.COMPACT_V4, peers);
        addPeers(reply, "peers6", "ss ids6", Endpoint.COMPACT_V6, peers);
        return new AnnounceOutcome.Answered(new AnnounceReply(
                interval(reply, "interval", DEFAULT_INTERVAL_SECONDS),
                interval(reply, "min interval", MIN_INTERVAL_SECONDS),
                new SwarmCounts(count(reply, "complete"), count(reply, "incomplete"), count(reply, "downloaded")),
                peers,
                external(reply),
                edgeOffset(reply),
                reachPort(reply)));
    }

    /** A bencoded dictionary that is no tracker's reply. */
    static final class MalformedReplyException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedReplyException(String what) {
            super(what);
        }
    }

    private static int retryMinutes(BencodeDictionary reply) {
        boolean never = reply.string("retry in")
                .map(word -> word.toString().equals("never"))
                .orElse(false);
        long minutes = reply.integer("retry in").orElse(1);
        return never ? AnnounceOutcome.Refused.NEVER : (int) Math.max(1, Math.min(MAX_RETRY_MINUTES, minutes));
    }

    private static int interval(BencodeDictionary reply, String key, int fallback) {
        long seconds = reply.integer(key).orElse(fallback);
        return (int) Math.max(MIN_INTERVAL_SECONDS, Math.min(MAX_INTERVAL_SECONDS, seconds));
    }

    private static int count(BencodeDictionary reply, String key) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, reply.integer(key).orElse(0)));
    }

    private static void addPeers(
            BencodeDictionary reply, String key, String maskKey, int itemBytes, List<AnnounceReply.SwarmPeer> peers)
            throws MalformedReplyException {
        Optional<BencodeString> packed = reply.string(key);
        if (packed.isEmpty()) {
            // The list of dictionaries of BEP 3 carries names; we ask for compact=1 and connect to no name a stranger
            // gives.
            return;
        }
        byte[] bytes = packed.get().bytes();
        byte[] masks = reply.string(maskKey).map(BencodeString::bytes).orElse(new byte[0]);
        if (bytes.length % itemBytes != 0) {
            throw new MalformedReplyException(key + " is no whole number of peers");
        }
        for (int at = 0; at < bytes.length && peers.size() < MAX_PEERS_TAKEN; at += itemBytes) {
            int index = at / itemBytes;
            int mask = index < masks.length ? masks[index] & (SwarmIds.HYBRID_V1 | SwarmIds.V2 | SwarmIds.V1_ONLY) : 0;
            Endpoint.ofCompact(Arrays.copyOfRange(bytes, at, at + itemBytes))
                    .filter(endpoint -> endpoint.scope().isPresent())
                    .ifPresent(endpoint -> peers.add(new AnnounceReply.SwarmPeer(endpoint, mask)));
        }
    }

    private static OptionalInt edgeOffset(BencodeDictionary reply) {
        OptionalLong offset = reply.integer("ss edge offset");
        return offset.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.max(0, Math.min(0xFFFF, offset.getAsLong())));
    }

    private static OptionalInt reachPort(BencodeDictionary reply) {
        long port = reply.integer("ss reach").orElse(0);
        return port >= 1 && port <= 0xFFFF ? OptionalInt.of((int) port) : OptionalInt.empty();
    }

    private static Optional<InetAddress> external(BencodeDictionary reply) {
        Optional<byte[]> address = reply.string("external ip")
                .map(BencodeString::bytes)
                .filter(bytes -> bytes.length == 4 || bytes.length == 16);
        try {
            return address.isPresent() ? Optional.of(InetAddress.getByAddress(address.get())) : Optional.empty();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}
