package sealswarm.format.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.LowerHex;
import sealswarm.overlay.metainfo.InfoHash;

/**
 * The info-hashes of a track's two metainfos; they bind both.
 *
 * @param v2 SHA-256 of the hybrid's info
 * @param hybridV1 SHA-1 of the hybrid's info
 * @param v1 SHA-1 of the v1-only companion's info
 */
public record TrackInfoHashes(InfoHash v2, InfoHash hybridV1, InfoHash v1) {
    public TrackInfoHashes {
        if (v2.length() != InfoHash.V2_LENGTH
                || hybridV1.length() != InfoHash.V1_LENGTH
                || v1.length() != InfoHash.V1_LENGTH) {
            throw new IllegalArgumentException("info-hashes of wrong lengths");
        }
    }

    static TrackInfoHashes read(JsonMembers members) {
        return new TrackInfoHashes(
                hash(members, "v2", InfoHash.V2_LENGTH),
                hash(members, "hybridV1", InfoHash.V1_LENGTH),
                hash(members, "v1", InfoHash.V1_LENGTH));
    }

    void write(ObjectNode target) {
        target.put("v2", v2.hex()).put("hybridV1", hybridV1.hex()).put("v1", v1.hex());
    }

    private static InfoHash hash(JsonMembers members, String name, int length) {
        return members.value(name, text -> InfoHash.of(LowerHex.decode(text, length)));
    }
}
