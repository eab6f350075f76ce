package sealswarm.format.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.envelope.Payload;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.LowerHex;
import sealswarm.format.json.StrictJson;
import sealswarm.format.json.UtcTime;
import sealswarm.format.key.KeyId;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.overlay.merkle.Merkle;

/**
 * The signed description of a package.
 *
 * @param titleId the title
 * @param revision 1 and rising
 * @param supersedes packageId of the revision before, if there was one
 * @param createdAt when it was packed
 * @param studio who packed it
 * @param keyId id of the title key
 * @param tracks 1 to {@link #MAX_TRACKS}, ids strictly rising
 * @param publicPart what anyone may know
 */
public record Manifest(
        TitleId titleId,
        long revision,
        Optional<String> supersedes,
        Instant createdAt,
        Studio studio,
        KeyId keyId,
        List<Track> tracks,
        PublicPart publicPart) {
    /** The document type; no critical extension is understood. */
    public static final DocumentType TYPE = DocumentType.of("sealswarm/1/manifest", 4 * 1024 * 1024);

    public static final int MAX_TRACKS = 1000;
    public static final long MAX_REVISION = 0xFFFF_FFFFL;

    private static final int VERSION = 1;
    private static final String CIPHER = "AES-256-CTR";
    private static final String NONE = "none";

    public Manifest {
        tracks = List.copyOf(tracks);
        if (tracks.isEmpty() || tracks.size() > MAX_TRACKS) {
            throw FormatException.malformed("a manifest has 1 to " + MAX_TRACKS + " tracks, not " + tracks.size());
        }
        for (int i = 1; i < tracks.size(); i++) {
            if (tracks.get(i - 1).id().compareTo(tracks.get(i).id()) >= 0) {
                throw FormatException.malformed(
                        "track ids must rise: " + tracks.get(i).id());
            }
        }
        if (revision < 1 || revision > MAX_REVISION) {
            throw FormatException.malformed("a revision of " + revision);
        }
        supersedes.ifPresent(hash -> LowerHex.decode(hash, 32));
    }

    /**
     * The manifest in {@code envelope}, signed by a key of {@code trust} that is also the one it names.
     *
     * @throws FormatException {@link FormatProblem#MANIFEST_UNTRUSTED} if the signature does not hold, else as the reading refuses
     */
    public static Manifest verified(Envelope envelope, KeyTrust trust) {
        Payload payload;
        try {
            payload = envelope.verify(TYPE, trust);
        } catch (FormatException e) {
            throw e.problem() == FormatProblem.BAD_SIGNATURE
                    ? new FormatException(FormatProblem.MANIFEST_UNTRUSTED, "manifest: " + e.getMessage(), e)
                    : e;
        }
        Manifest manifest = read(payload.members());
        if (!manifest.studio().kid().equals(payload.signer())) {
            throw new FormatException(
                    FormatProblem.MANIFEST_UNTRUSTED, "manifest: signed by another key than its studio's");
        }
        return manifest;
    }

    /**
     * The manifest in {@code envelope}, checked with the key that stands in it: intact as its maker signed it, whoever that is.
     *
     * @throws FormatException as {@link #verified}
     */
    public static Manifest selfSigned(Envelope envelope) {
        Studio named =
                Studio.read(JsonMembers.of(envelope.unverifiedTree(TYPE), "").object("studio"));
        return verified(envelope, KeyTrust.of(TYPE.typ(), named.key()));
    }

    /** Signs this manifest. */
    public Envelope sign(SigningKey key) {
        if (!key.kid().equals(studio.kid())) {
            throw new IllegalArgumentException("not the studio's key");
        }
        return Envelope.sign(TYPE, tree(), key);
    }

    /** The track of this id, if there is one. */
    public Optional<Track> track(TrackId id) {
        return tracks.stream().filter(track -> track.id().equals(id)).findFirst();
    }

    /**
     * Refuses to use one key stream for two contents: a track of this manifest and of {@code known} under the same title key, id and salt
     * but with another root.
     *
     * @throws FormatException {@link FormatProblem#SALT_REUSE}
     */
    public void refuseSaltReuse(Manifest known) {
        if (!keyId.equals(known.keyId())) {
            return;
        }
        for (Track track : tracks) {
            Optional<Track> other = known.track(track.id());
            if (other.isPresent()
                    && other.get().salt().equals(track.salt())
                    && !other.get().root().equals(track.root())) {
                throw new FormatException(
                        FormatProblem.SALT_REUSE, "track " + track.id() + ": its salt already sealed another content");
            }
        }
    }

    private static Manifest read(JsonMembers members) {
        if (members.integer("v", 0, StrictJson.MAX_INTEGER) != VERSION) {
            throw new FormatException(FormatProblem.UNSUPPORTED_VERSION, "a manifest of another version than 1");
        }
        members.constant("cipher", CIPHER);
        members.integer("leafSize", Merkle.LEAF_SIZE, Merkle.LEAF_SIZE);
        members.texts("crit", 0, 64);
        members.tree("ext");
        members.absent("variants");
        members.absent("inner");
        return new Manifest(
                members.value("titleId", TitleId::new),
                members.integer("revision", 1, MAX_REVISION),
                supersedes(members),
                members.value("createdAt", UtcTime::parse),
                Studio.read(members.object("studio")),
                members.value("keyId", KeyId::new),
                members.objects("tracks", 1, MAX_TRACKS).stream()
                        .map(Track::read)
                        .toList(),
                PublicPart.read(members.object("public")));
    }

    private static Optional<String> supersedes(JsonMembers members) {
        String text = members.text("supersedes");
        return text.equals(NONE)
                ? Optional.empty()
                : Optional.of(members.value("supersedes", hash -> LowerHex.encode(LowerHex.decode(hash, 32))));
    }

    /** The payload as a tree. */
    public ObjectNode tree() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("typ", TYPE.typ())
                .put("v", VERSION)
                .put("titleId", titleId.text())
                .put("revision", revision)
                .put("supersedes", supersedes.orElse(NONE))
                .put("createdAt", UtcTime.format(createdAt))
                .put("keyId", keyId.hex())
                .put("cipher", CIPHER)
                .put("leafSize", Merkle.LEAF_SIZE);
        studio.write(tree.putObject("studio"));
        ArrayNode array = tree.putArray("tracks");
        tracks.forEach(track -> track.write(array.addObject()));
        publicPart.write(tree.putObject("public"));
        tree.putArray("crit");
        tree.putObject("ext");
        return tree;
    }
}
