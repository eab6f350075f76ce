package sealswarm.format.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalLong;
import sealswarm.format.json.Base64Url;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.LowerHex;
import sealswarm.format.json.StrictJson;
import sealswarm.format.key.KeyCommitment;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackSalt;
import sealswarm.format.problem.FormatException;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.PieceLength;
import sealswarm.overlay.metainfo.PiecesRoot;

/**
 * One track of a manifest: one content key, one Merkle root, one torrent.
 *
 * @param id its name in the title
 * @param label what people read, 1 to {@link #MAX_LABEL_CHARS} characters
 * @param role what it is to the title
 * @param mediaType of the plain bytes
 * @param lang its language, if it has one
 * @param sizeBytes of plain and of cipher bytes alike, 1 byte to 1 TiB
 * @param root Merkle root over the ciphertext
 * @param salt of its content key
 * @param commitment to its content key
 * @param pieceLength of both metainfos
 * @param infoHashes of both metainfos
 * @param durationMs playing time in milliseconds, if the container told it
 */
public record Track(
        TrackId id,
        String label,
        TrackRole role,
        MediaType mediaType,
        Optional<LanguageTag> lang,
        long sizeBytes,
        PiecesRoot root,
        TrackSalt salt,
        KeyCommitment commitment,
        PieceLength pieceLength,
        TrackInfoHashes infoHashes,
        OptionalLong durationMs) {
    public static final int MAX_LABEL_CHARS = 200;
    /** The longest piece of a package; a power of two up to this divides every range we work on. */
    public static final int MAX_PIECE_BYTES = 8 << 20;

    /** The file nonce of v1: eight zero bytes; others are reserved. */
    private static final String NONCE = Base64Url.encode(new byte[8]);

    public Track {
        PublicText.check("label", label, MAX_LABEL_CHARS);
        if (sizeBytes < 1 || sizeBytes > Merkle.MAX_SIZE_BYTES) {
            throw FormatException.malformed("a track has 1 byte to 1 TiB, not " + sizeBytes);
        }
        if (pieceLength.bytes() > MAX_PIECE_BYTES || pieceLength.count(sizeBytes) > Metainfo.MAX_PIECES) {
            throw FormatException.malformed("pieces of " + pieceLength.bytes() + " bytes for a track of " + sizeBytes);
        }
        if (durationMs.isPresent() && (durationMs.getAsLong() < 0 || durationMs.getAsLong() > StrictJson.MAX_INTEGER)) {
            throw FormatException.malformed("a duration of " + durationMs.getAsLong() + " ms");
        }
    }

    /** The name of the ciphertext file below {@code data/}: opaque, without extension. */
    public String fileName() {
        return root.fileName();
    }

    static Track read(JsonMembers members) {
        members.absent("variants");
        members.absent("inner");
        members.constant("nonce", NONCE);
        PiecesRoot root =
                new PiecesRoot(members.value("root", text -> MerkleHash.of(LowerHex.decode(text, MerkleHash.LENGTH))));
        members.constant("name", root.fileName());
        return new Track(
                members.value("id", TrackId::new),
                members.value("label", label -> PublicText.check("label", label, MAX_LABEL_CHARS)),
                members.value("role", TrackRole::of),
                members.value("mediaType", MediaType::new),
                members.has("lang") ? Optional.of(members.value("lang", LanguageTag::new)) : Optional.empty(),
                members.integer("size", 1, Merkle.MAX_SIZE_BYTES),
                root,
                members.value("salt", TrackSalt::new),
                members.value("kc", KeyCommitment::new),
                pieceLength(members),
                TrackInfoHashes.read(members.object("infoHashes")),
                members.has("durationMs")
                        ? OptionalLong.of(members.integer("durationMs", 0, StrictJson.MAX_INTEGER))
                        : OptionalLong.empty());
    }

    private static PieceLength pieceLength(JsonMembers members) {
        long bytes = members.integer("pieceLength", PieceLength.MIN_BYTES, PieceLength.MAX_BYTES);
        if (!PieceLength.isAllowed(bytes)) {
            throw FormatException.malformed(members.at("pieceLength") + ": not a power of two");
        }
        return new PieceLength((int) bytes);
    }

    void write(ObjectNode target) {
        target.put("id", id.text())
                .put("label", label)
                .put("role", role.text())
                .put("mediaType", mediaType.text())
                .put("size", sizeBytes)
                .put("root", root.hash().hex())
                .put("salt", salt.text())
                .put("nonce", NONCE)
                .put("kc", commitment.hex())
                .put("name", fileName())
                .put("pieceLength", pieceLength.bytes());
        infoHashes.write(target.putObject("infoHashes"));
        lang.ifPresent(tag -> target.put("lang", tag.text()));
        durationMs.ifPresent(millis -> target.put("durationMs", millis));
    }
}
