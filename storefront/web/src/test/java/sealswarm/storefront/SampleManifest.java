package sealswarm.storefront;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.SigningKey;
import sealswarm.format.manifest.Manifest;

/** Signed manifests as {@code pack} writes them: one video track, a poster, a name. */
final class SampleManifest {
    static final String POSTER = "poster bytes";
    private static final String BASE64_32 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private final SigningKey key = SigningKey.random(new SecureRandom());
    private final ObjectNode tree = JsonNodeFactory.instance.objectNode();

    SampleManifest(String titleId, long revision, String title) {
        tree.put("typ", Manifest.TYPE.typ())
                .put("v", 1)
                .put("titleId", titleId)
                .put("revision", revision)
                .put("supersedes", "none")
                .put("createdAt", "2026-11-20T08:00:00Z")
                .put("keyId", "00".repeat(16))
                .put("cipher", "AES-256-CTR")
                .put("leafSize", 16384);
        tree.putObject("studio")
                .put("id", "north-light")
                .put("kid", key.kid().hex())
                .put("pub", key.verifyKey().text());
        ObjectNode track = tree.putArray("tracks").addObject();
        track.put("id", "hd")
                .put("label", "Film")
                .put("role", "video")
                .put("mediaType", "video/webm")
                .put("lang", "en")
                .put("size", 40_000)
                .put("root", "ab".repeat(32))
                .put("salt", BASE64_32)
                .put("nonce", "AAAAAAAAAAA")
                .put("kc", "cd".repeat(32))
                .put("name", "ab".repeat(16))
                .put("pieceLength", 16384)
                .put("durationMs", 72_000);
        track.putObject("infoHashes")
                .put("v2", "01".repeat(32))
                .put("hybridV1", "02".repeat(20))
                .put("v1", "03".repeat(20));
        ObjectNode open = tree.putObject("public");
        open.put("title", title).put("summary", "A film.");
        open.putArray("files")
                .addObject()
                .put("path", "poster.jpg")
                .put("size", POSTER.length())
                .put("sha256", Sha256.hex(POSTER))
                .put("mediaType", "image/jpeg")
                .put("use", "poster");
        tree.putArray("crit");
        tree.putObject("ext");
    }

    /** The manifest's members, to change before signing. */
    ObjectNode tree() {
        return tree;
    }

    Envelope signed() {
        return Envelope.sign(Manifest.TYPE, tree, key);
    }

    /** The body of a draft. */
    String body(String offer) {
        String manifest = new String(signed().bytes(), java.nio.charset.StandardCharsets.UTF_8);
        return offer.isEmpty()
                ? "{\"manifest\":" + manifest + "}"
                : "{\"manifest\":" + manifest + ",\"offer\":" + offer + "}";
    }
}
