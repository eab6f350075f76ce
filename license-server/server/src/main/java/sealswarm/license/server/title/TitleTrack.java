package sealswarm.license.server.title;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import sealswarm.format.key.TrackId;
import sealswarm.format.manifest.Manifest;
import sealswarm.license.message.Licenses.InfoHashes;
import sealswarm.overlay.token.SwarmId;

/**
 * One track as licenses and tokens need it.
 *
 * @param name file name of the ciphertext
 * @param root Merkle root, hex
 * @param salt of its content key, base64url
 * @param nonce of its cipher, base64url
 * @param durationMs playing time, 0 if unknown
 */
public record TitleTrack(
        TrackId id, String name, String root, String salt, String nonce, InfoHashes infoHashes, long durationMs) {
    /** The tracks of a manifest, in its order. */
    static List<TitleTrack> of(Manifest manifest) {
        List<TitleTrack> tracks = new ArrayList<>();
        for (JsonNode track : manifest.tree().path("tracks")) {
            JsonNode hashes = track.path("infoHashes");
            tracks.add(new TitleTrack(
                    new TrackId(track.path("id").asText()),
                    track.path("name").asText(),
                    track.path("root").asText(),
                    track.path("salt").asText(),
                    track.path("nonce").asText(),
                    new InfoHashes(
                            hashes.path("v2").asText(),
                            hashes.path("hybridV1").asText(),
                            hashes.path("v1").asText()),
                    track.path("durationMs").asLong(0)));
        }
        return tracks;
    }

    /** The swarm its tokens open: the v2 info-hash cut to 20 bytes (BEP 52). */
    public SwarmId swarm() {
        return new SwarmId(infoHashes.v2().substring(0, 2 * SwarmId.SIZE_BYTES));
    }
}
