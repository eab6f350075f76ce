package sealswarm.license.message;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sealswarm.format.key.TrackId;
import sealswarm.license.wire.SignedJson;

/** Answers about licenses; the requests are signed {@link sealswarm.license.device.DeviceRequest}s. */
public final class Licenses {
    /** Largest answer of a license route: a license, its swarms and heads. */
    public static final int MAX_ANSWER_BYTES = 2 << 20;

    /** Wire ids of a track's swarm: 64, 40 and 40 lower-case hex digits. */
    public record InfoHashes(String v2, String hybridV1, String v1) {}

    /**
     * How to join one track's swarm. All addresses are whole URLs with tokens in their paths.
     *
     * @param announce tracker tiers, best first
     * @param webSeeds URLs of the ciphertext; with {@code .torrent} appended those of the metainfo
     * @param leaves URL of the leaf sidecar
     */
    public record SwarmAccess(
            TrackId trackId,
            InfoHashes infoHashes,
            List<URI> announce,
            List<URI> webSeeds,
            URI leaves,
            Instant tokenExpiresAt) {
        public SwarmAccess {
            announce = List.copyOf(announce);
            webSeeds = List.copyOf(webSeeds);
        }
    }

    /**
     * Answer of {@code POST /v1/licenses} and of renew.
     *
     * @param license signed "sealswarm/1/license"
     * @param manifestUrl where the exact manifest envelope is, under the same token
     * @param deviceHead signed "sealswarm/1/head"
     */
    public record LicenseAnswer(SignedJson license, List<SwarmAccess> swarm, URI manifestUrl, SignedJson deviceHead) {
        public LicenseAnswer {
            swarm = List.copyOf(swarm);
        }
    }

    /** Answer of stop and release: the signed "sealswarm/1/status" after it. */
    public record StatusAnswer(SignedJson status) {}

    /** Answer of the swarm route: fresh tokens only. */
    public record SwarmAnswer(List<SwarmAccess> swarm) {
        public SwarmAnswer {
            swarm = List.copyOf(swarm);
        }
    }

    /** Body of {@code POST /v1/usage}: a signed "sealswarm/1/segment" and its entries' exact bytes, base64url. */
    public record UsageUpload(SignedJson head, List<String> entries) {
        public UsageUpload {
            entries = List.copyOf(entries);
            Texts.range("entries", entries.size(), 1, sealswarm.license.receipt.SegmentHead.MAX_ENTRIES);
        }
    }

    /**
     * What became of one entry: accepted, late, duplicate, held, fork, gap, malformed, unlicensed or overrun.
     *
     * @param reason for people where it is not accepted
     */
    public record UsageItem(
            long seq, String verdict, @Nullable String reason) {}

    /** Answer of {@code POST /v1/usage}, with the signed "sealswarm/1/head". */
    public record UsageAnswer(List<UsageItem> items, SignedJson head) {
        public UsageAnswer {
            items = List.copyOf(items);
        }
    }

    private Licenses() {}
}
