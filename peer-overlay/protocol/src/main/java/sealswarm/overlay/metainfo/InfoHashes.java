package sealswarm.overlay.metainfo;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The info-hashes of one metainfo.
 *
 * @param v1 SHA-1 of {@code info}, if it has a v1 half
 * @param v2 SHA-256 of {@code info}, if it has a v2 half
 */
public record InfoHashes(Optional<InfoHash> v1, Optional<InfoHash> v2) {
    public InfoHashes {
        if (v1.isEmpty() && v2.isEmpty()) {
            throw new IllegalArgumentException("a metainfo has at least one info-hash");
        }
        v1.ifPresent(hash -> checkLength(hash, InfoHash.V1_LENGTH));
        v2.ifPresent(hash -> checkLength(hash, InfoHash.V2_LENGTH));
    }

    private static void checkLength(InfoHash hash, int length) {
        if (hash.length() != length) {
            throw new IllegalArgumentException(
                    "an info-hash of " + hash.length() + " bytes where " + length + " belong");
        }
    }

    /** The name of the swarm: the truncated v2 info-hash, or the v1 one of a torrent without a v2 half. */
    public InfoHash swarmId() {
        return v2.map(InfoHash::truncated).or(() -> v1).orElseThrow();
    }

    /** The 20-byte ids peers can call this swarm by, v1 first. */
    public List<InfoHash> wireIds() {
        return Stream.concat(v1.stream(), v2.map(InfoHash::truncated).stream()).toList();
    }
}
