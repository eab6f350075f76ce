package sealswarm.license.device;

import java.time.Instant;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.json.Base64Url;
import sealswarm.format.key.VerifyKey;
import sealswarm.format.wrap.HpkeSuite;
import sealswarm.format.wrap.WrapPublicKey;
import sealswarm.license.wire.Nonce;
import sealswarm.license.wire.SignedRecord;

/**
 * A device introduces itself: the body of {@code POST /v1/devices}, signed by its own key.
 *
 * @param iss the license server's name, so that the document is of no use elsewhere
 * @param account the subject of the access token it is sent with
 * @param kem the key that licenses are wrapped to
 * @param sigPub the raw Ed25519 public key, base64url
 * @param name what the buyer calls it, 1 to 100 characters
 * @param platform operating system and machine, 1 to 100 characters
 * @param nonce fresh
 * @param clientTime the device's clock
 */
public record DeviceEnrolment(
        String iss,
        String account,
        Kem kem,
        String sigPub,
        String name,
        String platform,
        Nonce nonce,
        Instant clientTime) {
    public static final DocumentType TYPE = DocumentType.of("sealswarm/1/device", 8 * 1024);

    /** Longest name and platform, in characters. */
    public static final int MAX_NAME = 100;

    /** The key encapsulation key: suite id and raw public key in base64url. */
    public record Kem(String suite, String pub) {}

    public DeviceEnrolment {
        new WrapPublicKey(HpkeSuite.of(kem.suite()), kem.pub());
        VerifyKey.of(Base64Url.decode(sigPub));
        requireName("name", name);
        requireName("platform", platform);
    }

    /** The enrolment of a device with these keys. */
    public static Envelope sign(
            DeviceKeys keys,
            String iss,
            String account,
            String name,
            String platform,
            Nonce nonce,
            Instant clientTime) {
        WrapPublicKey kem = keys.kem().publicKey();
        return SignedRecord.sign(
                TYPE,
                new DeviceEnrolment(
                        iss,
                        account,
                        new Kem(kem.suite().id(), kem.text()),
                        Base64Url.encode(keys.signing().verifyKey().bytes()),
                        name,
                        platform,
                        nonce,
                        clientTime),
                keys.signing());
    }

    /**
     * Reads an enrolment and checks that the device's own key signed it.
     *
     * @throws sealswarm.format.problem.FormatException malformed, bad-signature, or suite-unsupported
     */
    public static DeviceEnrolment read(Envelope envelope) {
        VerifyKey key = VerifyKey.of(
                Base64Url.decode(envelope.unverifiedTree(TYPE).path("sigPub").asText()));
        return SignedRecord.readRequest(envelope.verify(TYPE, KeyTrust.of(TYPE.typ(), key)), DeviceEnrolment.class);
    }

    public WrapPublicKey kemKey() {
        return new WrapPublicKey(HpkeSuite.of(kem.suite()), kem.pub());
    }

    public VerifyKey signingKey() {
        return VerifyKey.of(Base64Url.decode(sigPub));
    }

    public DeviceId deviceId() {
        return DeviceId.of(kemKey(), signingKey());
    }

    private static void requireName(String member, String text) {
        if (text.isBlank() || text.length() > MAX_NAME || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(member + " must be 1 to " + MAX_NAME + " printable characters");
        }
    }
}
