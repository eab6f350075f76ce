package sealswarm.license.server;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.ContentKey;
import sealswarm.format.key.KeyCommitment;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackKey;
import sealswarm.format.key.TrackSalt;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.MediaType;
import sealswarm.format.manifest.PublicPart;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.format.manifest.Studio;
import sealswarm.format.manifest.Track;
import sealswarm.format.manifest.TrackInfoHashes;
import sealswarm.format.manifest.TrackRole;
import sealswarm.format.wrap.WrapPublicKey;
import sealswarm.license.message.Titles.TitleRegistration;
import sealswarm.license.wire.SignedJson;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.metainfo.PieceLength;
import sealswarm.overlay.metainfo.PiecesRoot;

/** A studio and a title of tracks that exist in name only: enough for a license server, which never sees a byte of them. */
public final class SampleTitle implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final StudioId studio;
    private final SigningKey studioKey = SigningKey.random(RANDOM);
    private final TitleKey titleKey;
    private final TreeMap<TrackId, TrackSalt> salts = new TreeMap<>();
    private final Map<TrackId, byte[]> contents = new TreeMap<>();

    public SampleTitle(String studio, String title, String... tracks) {
        this.studio = new StudioId(studio);
        this.titleKey = TitleKey.random(new TitleId(title), RANDOM);
        for (String track : tracks) {
            salts.put(new TrackId(track), TrackSalt.random(RANDOM));
            contents.put(new TrackId(track), noise(32));
        }
    }

    public StudioId studio() {
        return studio;
    }

    public TitleId title() {
        return titleKey.title();
    }

    public SigningKey studioKey() {
        return studioKey;
    }

    public TitleKey titleKey() {
        return titleKey;
    }

    public List<TrackId> tracks() {
        return List.copyOf(salts.keySet());
    }

    /** Gives a track other content under the salt it has: what no packager may do. */
    public void changeContentKeepingTheSalt(String track) {
        contents.put(new TrackId(track), noise(32));
    }

    /** Packs a track again as it should be: other content under another salt. */
    public void repack(String track) {
        changeContentKeepingTheSalt(track);
        salts.put(new TrackId(track), TrackSalt.random(RANDOM));
    }

    public Manifest manifest(long revision) {
        List<Track> tracks = new ArrayList<>();
        salts.forEach((id, salt) -> tracks.add(new Track(
                id,
                "Track " + id,
                TrackRole.VIDEO,
                new MediaType("video/webm"),
                Optional.empty(),
                1_000_000,
                new PiecesRoot(MerkleHash.of(content(id))),
                salt,
                commitment(id, salt),
                PieceLength.forSize(1_000_000),
                new TrackInfoHashes(InfoHash.of(noise(32)), InfoHash.of(noise(20)), InfoHash.of(noise(20))),
                OptionalLong.of(90_000))));
        return new Manifest(
                title(),
                revision,
                Optional.empty(),
                Instant.parse("2026-01-02T03:04:05Z"),
                new Studio(studio, studioKey.verifyKey()),
                titleKey.keyId(),
                tracks,
                new PublicPart("The film " + title(), Optional.empty(), List.of()));
    }

    private byte[] content(TrackId track) {
        byte[] content = contents.get(track);
        return content == null ? new byte[32] : content.clone();
    }

    public Envelope keys(WrapPublicKey server) {
        return SealedKeys.seal(titleKey, salts, studioKey, Map.of(SealedKeys.Recipient.LICENSE_SERVER, server));
    }

    public TitleRegistration registration(long revision, WrapPublicKey server) {
        return new TitleRegistration(SignedJson.of(manifest(revision).sign(studioKey)), SignedJson.of(keys(server)));
    }

    private KeyCommitment commitment(TrackId id, TrackSalt salt) {
        try (TrackKey track = titleKey.trackKey(id);
                ContentKey content = track.contentKey(salt)) {
            return content.commitment();
        }
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        studioKey.close();
        titleKey.close();
    }
}
