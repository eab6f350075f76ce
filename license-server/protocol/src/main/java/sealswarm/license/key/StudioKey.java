package sealswarm.license.key;

import java.time.Instant;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.json.Base64Url;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.VerifyKey;
import sealswarm.license.wire.SignedRecord;

/**
 * A studio's wish to sign manifests with a key: the body of {@code PUT /v1/studios/{id}/keys}. Signed by that key itself, and by
 * an older trusted one where there is one; without one an operator has to confirm it.
 *
 * @param studioId the studio
 * @param pub the raw Ed25519 public key, base64url
 * @param at when it was asked
 */
public record StudioKey(StudioId studioId, String pub, Instant at) {
    public static final DocumentType TYPE = DocumentType.of("sealswarm/1/studio-key", 4 * 1024);

    public StudioKey {
        VerifyKey.of(Base64Url.decode(pub));
    }

    /** The wish, signed by the new key and by those that vouch for it. */
    public static Envelope sign(StudioId studioId, Instant at, SigningKey newKey, SigningKey... vouching) {
        SigningKey[] keys = new SigningKey[vouching.length + 1];
        keys[0] = newKey;
        System.arraycopy(vouching, 0, keys, 1, vouching.length);
        return SignedRecord.sign(
                TYPE,
                new StudioKey(studioId, Base64Url.encode(newKey.verifyKey().bytes()), at),
                keys);
    }

    /**
     * Reads a wish and checks that the new key itself signed it.
     *
     * @throws sealswarm.format.problem.FormatException malformed or bad-signature
     */
    public static StudioKey read(Envelope envelope) {
        VerifyKey key = VerifyKey.of(
                Base64Url.decode(envelope.unverifiedTree(TYPE).path("pub").asText()));
        return SignedRecord.readRequest(envelope.verify(TYPE, KeyTrust.of(TYPE.typ(), key)), StudioKey.class);
    }

    /** The key that was asked for. */
    public VerifyKey key() {
        return VerifyKey.of(Base64Url.decode(pub));
    }
}
