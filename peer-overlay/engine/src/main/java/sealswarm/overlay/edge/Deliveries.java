package sealswarm.overlay.edge;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import sealswarm.overlay.token.SwarmId;

/** Counts what went out, for the operator, the metrics and the delivery log. Belongs to the edge's event loop. */
final class Deliveries {
    private final DeliveryLog log;
    private final InstantSource clock;
    private final Map<SwarmId, Long> perTrack = new HashMap<>();
    private final Map<DeliveryLog.Source, Long> perSource = new EnumMap<>(DeliveryLog.Source.class);

    Deliveries(DeliveryLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    void webSeed(SwarmId track, long bytes) {
        add(track, DeliveryLog.Source.WEB_SEED, bytes);
    }

    void peer(SwarmId track, long bytes) {
        add(track, DeliveryLog.Source.PEER, bytes);
    }

    private void add(SwarmId track, DeliveryLog.Source source, long bytes) {
        if (bytes > 0) {
            perTrack.merge(track, bytes, Long::sum);
            perSource.merge(source, bytes, Long::sum);
            log.add(track, source, bytes, clock.instant());
        }
    }

    /** Bytes of one track since the start. */
    long bytesOf(SwarmId track) {
        return perTrack.getOrDefault(track, 0L);
    }

    /** Bytes since the start by source, every source named. */
    Map<String, Long> bySource() {
        Map<String, Long> bytes = new HashMap<>();
        for (DeliveryLog.Source source : DeliveryLog.Source.values()) {
            bytes.put(source.word().toLowerCase(Locale.ROOT), perSource.getOrDefault(source, 0L));
        }
        return bytes;
    }
}
