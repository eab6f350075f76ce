package sealswarm.license.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import sealswarm.format.key.Kid;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.license.wire.Sha256Hex;
import sealswarm.license.wire.SignedJson;

/** Requests and answers about titles and studios. {@code PUT /v1/studios/{id}/keys} takes a signed studio key. */
public final class Titles {
    /** Body of {@code PUT /v1/titles/{id}/revisions/{n}}: the envelopes of manifest.json and keys.hpke. */
    public record TitleRegistration(SignedJson manifest, SignedJson keys) {}

    /** Where one track goes: one upload URL with its token per edge. */
    public record TrackUpload(TrackId trackId, List<EdgeUpload> edges) {
        public TrackUpload {
            edges = List.copyOf(edges);
        }
    }

    /** Base of the upload routes of one edge, to which {@code /metainfo}, {@code /leaves} and {@code /data} are appended. */
    public record EdgeUpload(URI url) {}

    /** Answer of a registration. */
    public record Registered(TitleId titleId, int revision, Sha256Hex packageId, List<TrackUpload> uploads) {
        public Registered {
            uploads = List.copyOf(uploads);
        }
    }

    /** Whether a studio's key signs manifests already. */
    public enum StudioKeyState {
        TRUSTED,
        /** Waits for an operator. */
        PENDING,
        REVOKED;

        @JsonValue
        public String text() {
            return Texts.constant(this);
        }
    }

    /** One key of a studio. */
    public record StudioKeyView(Kid kid, String pub, StudioKeyState state, Instant since) {}

    /** Answer of {@code PUT /v1/studios/{id}/keys}. */
    public record StudioKeys(StudioId studioId, List<StudioKeyView> keys) {
        public StudioKeys {
            keys = List.copyOf(keys);
        }
    }

    private Titles() {}
}
