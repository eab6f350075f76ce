package sealswarm.license.server.title;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sealswarm.format.key.KeyId;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.VerifyKey;
import sealswarm.license.server.keystore.Sealed;

/**
 * One registered revision.
 *
 * @param signer the studio key that signed manifest and keys
 * @param packageId SHA-256 of the manifest's payload, hex
 * @param name for people
 * @param sealedKey the title key under the server's KEK
 * @param manifest the exact envelope
 */
public record TitleRevision(
        TitleId title,
        long revision,
        StudioId studio,
        VerifyKey signer,
        KeyId keyId,
        String packageId,
        String name,
        List<TitleTrack> tracks,
        Sealed sealedKey,
        Buffer manifest,
        Instant registeredAt) {
    public TitleRevision {
        tracks = List.copyOf(tracks);
    }

    public Optional<TitleTrack> track(TrackId id) {
        return tracks.stream().filter(track -> track.id().equals(id)).findFirst();
    }
}
