package sealswarm.overlay.tracker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.metainfo.InfoHashes;

/**
 * The up to three wire ids of one swarm. A peer can be dialled only with an id it knows, so each has a bit and every peer a mask
 * of the bits it announced.
 *
 * @param hybridV1 the v1 info-hash of the hybrid metainfo
 * @param v2 the v2 info-hash, cut to 20 bytes
 * @param v1Only the info-hash of the v1-only companion
 */
public record SwarmIds(Optional<InfoHash> hybridV1, Optional<InfoHash> v2, Optional<InfoHash> v1Only) {
    /** Bit of the v1 info-hash of the hybrid. */
    public static final int HYBRID_V1 = 1;

    /** Bit of the v2 info-hash. */
    public static final int V2 = 2;

    /** Bit of the v1-only companion's info-hash. */
    public static final int V1_ONLY = 4;

    public SwarmIds {
        v2 = v2.map(InfoHash::truncated);
        if (hybridV1.isEmpty() && v2.isEmpty() && v1Only.isEmpty()) {
            throw new IllegalArgumentException("a swarm has at least one id");
        }
    }

    /** The ids of a track: of its metainfo and, if there is one, of the v1-only companion. */
    public static SwarmIds of(InfoHashes metainfo, Optional<InfoHashes> companion) {
        return metainfo.v2().isPresent()
                ? new SwarmIds(metainfo.v1(), metainfo.v2(), companion.flatMap(InfoHashes::v1))
                : new SwarmIds(Optional.empty(), Optional.empty(), metainfo.v1());
    }

    /** The swarm's own name: the v2 id, or the v1 id of a torrent without one. */
    public InfoHash swarmId() {
        return v2.or(() -> v1Only).or(() -> hybridV1).orElseThrow();
    }

    /** All bits this swarm has. */
    public int mask() {
        return byId().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Each id with its bit. */
    Map<InfoHash, Integer> byId() {
        Map<InfoHash, Integer> bits = new LinkedHashMap<>();
        hybridV1.ifPresent(id -> bits.put(id, HYBRID_V1));
        v2.ifPresent(id -> bits.put(id, V2));
        v1Only.ifPresent(id -> bits.put(id, V1_ONLY));
        return bits;
    }

    /** The wire ids. */
    public List<InfoHash> ids() {
        return new ArrayList<>(byId().keySet());
    }
}
