package sealswarm.format.wrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import sealswarm.format.json.Base64Url;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.key.Kid;
import sealswarm.format.problem.FormatException;

/**
 * One HPKE message as documents carry it: {@code {suite, kid, enc, ct}}.
 *
 * @param suite how it was sealed
 * @param kid the recipient's key
 * @param enc the encapsulated key, base64url
 * @param ct the ciphertext with its tag, base64url
 */
public record Wrapped(HpkeSuite suite, Kid kid, String enc, String ct) {
    /** The longest ciphertext: a whole key block and the tag. */
    public static final int MAX_CIPHERTEXT_BYTES = KeyBlock.MAX_BYTES + HpkeSuite.TAG_BYTES;

    public Wrapped {
        Base64Url.decode(enc, suite.encapsulatedKeyBytes());
        int length = Base64Url.decode(ct).length;
        if (length < HpkeSuite.TAG_BYTES || length > MAX_CIPHERTEXT_BYTES) {
            throw FormatException.malformed("ct of " + length + " bytes");
        }
    }

    /** Reads the four members of {@code members}; others are left to the caller. */
    public static Wrapped read(JsonMembers members) {
        HpkeSuite suite = HpkeSuite.of(members.text("suite"));
        Kid kid = members.value("kid", Kid::new);
        return new Wrapped(suite, kid, members.text("enc"), members.text("ct"));
    }

    /** Adds the four members to {@code target}. */
    public ObjectNode write(ObjectNode target) {
        return target.put("suite", suite.id())
                .put("kid", kid.hex())
                .put("enc", enc)
                .put("ct", ct);
    }
}
