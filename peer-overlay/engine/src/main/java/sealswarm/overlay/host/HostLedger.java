package sealswarm.overlay.host;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sealswarm.overlay.bencode.Bencode;
import sealswarm.overlay.bencode.BencodeDictionary;
import sealswarm.overlay.bencode.BencodeException;
import sealswarm.overlay.bencode.BencodeLimits;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.token.SwarmId;

/**
 * What a host has served, over all its runs. Immutable.
 *
 * @param servedBytes bytes to peers of all tracks, also of those given up since
 * @param tracks what is known of each track held
 */
record HostLedger(long servedBytes, Map<SwarmId, Line> tracks) {
    /** A host that has just begun. */
    static final HostLedger EMPTY = new HostLedger(0, Map.of());

    private static final int VERSION = 1;
    private static final BencodeLimits LIMITS = new BencodeLimits(1 << 20, 4, 16 * HostPlan.MAX_TRACKS);

    /**
     * One track.
     *
     * @param servedBytes bytes of it to peers
     * @param usedAt when a peer last took something of it
     */
    record Line(long servedBytes, Instant usedAt) {}

    HostLedger {
        tracks = Map.copyOf(tracks);
    }

    byte[] bytes() {
        BencodeDictionary.Builder lines = BencodeDictionary.builder();
        tracks.forEach((swarmId, line) -> lines.put(
                BencodeString.of(swarmId.bytes()),
                BencodeDictionary.builder()
                        .put("served", line.servedBytes())
                        .put("used", line.usedAt().getEpochSecond())
                        .build()));
        return Bencode.encode(BencodeDictionary.builder()
                .put("v", VERSION)
                .put("served", servedBytes)
                .put("tracks", lines.build())
                .build());
    }

    /** The ledger in {@code bytes}; empty if they are none. */
    static Optional<HostLedger> parse(byte[] bytes) {
        try {
            BencodeDictionary ledger = Bencode.decodeDictionary(bytes, LIMITS);
            Optional<BencodeDictionary> lines = ledger.dictionary("tracks");
            if (ledger.integer("v").orElse(0) != VERSION || lines.isEmpty()) {
                return Optional.empty();
            }
            Map<SwarmId, Line> tracks = new LinkedHashMap<>();
            for (BencodeString id : lines.get().keys()) {
                if (lines.get().get(id).orElseThrow() instanceof BencodeDictionary line) {
                    tracks.put(
                            SwarmId.of(id.bytes()),
                            new Line(
                                    line.integer("served").orElse(0),
                                    Instant.ofEpochSecond(line.integer("used").orElse(0))));
                }
            }
            return Optional.of(new HostLedger(ledger.integer("served").orElse(0), tracks));
        } catch (BencodeException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
