package sealswarm.player.acquisition;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import sealswarm.format.disk.PrivateFile;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.license.device.DeviceRequest;
import sealswarm.license.device.DeviceRequest.PeerKey;
import sealswarm.license.wire.Sha256Hex;
import sealswarm.overlay.token.PeerKeyThumbprint;
import sealswarm.overlay.token.PeerKeyring;
import sealswarm.overlay.token.PeerSigningKey;

/**
 * The player's keys among peers, one for each track and none of them the device's: by them edges certify it, and peers believe its
 * acks. Made from a secret in its home. Thread-safe.
 */
public final class TrackKeys implements AutoCloseable {
    private final PeerKeyring ring;

    private TrackKeys(PeerKeyring ring) {
        this.ring = ring;
    }

    /** The keys of the secret in a file, which is made if there is none. A damaged secret is replaced: no key of it is needed again. */
    public static TrackKeys open(PrivateFile file, SecureRandom random) throws IOException {
        Optional<byte[]> kept = file.read().filter(secret -> secret.length == PeerKeyring.SIZE_BYTES);
        byte[] secret = kept.orElseGet(() -> new byte[PeerKeyring.SIZE_BYTES]);
        try {
            if (kept.isEmpty()) {
                random.nextBytes(secret);
                file.write(secret);
            }
            return new TrackKeys(PeerKeyring.of(secret));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** The key for one track. */
    PeerSigningKey key(TitleId title, TrackId track) {
        return ring.key(title.text() + "/" + track);
    }

    /** What the license server is told of the keys for these tracks, so that its tokens name them; at most what a request takes. */
    List<PeerKey> named(TitleId title, Collection<TrackId> tracks) {
        List<PeerKey> keys = new ArrayList<>();
        for (TrackId track : tracks) {
            if (keys.size() < DeviceRequest.MAX_PEER_KEYS) {
                try (PeerSigningKey key = key(title, track)) {
                    keys.add(new PeerKey(
                            track,
                            new Sha256Hex(
                                    PeerKeyThumbprint.ofKey(key.publicKey()).hex())));
                }
            }
        }
        return keys;
    }

    @Override
    public void close() {
        ring.close();
    }
}
