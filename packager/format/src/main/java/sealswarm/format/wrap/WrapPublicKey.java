package sealswarm.format.wrap;

import sealswarm.format.json.Base64Url;
import sealswarm.format.key.Kid;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;

/** The public key of a recipient of sealed keys. */
public record WrapPublicKey(HpkeSuite suite, String text) {
    public WrapPublicKey {
        byte[] bytes = Base64Url.decode(text, suite.publicKeyBytes());
        try {
            suite.hpke().deserializePublicKey(bytes);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new FormatException(FormatProblem.WRAP_INVALID, "not a public key of " + suite.id());
        }
    }

    public static WrapPublicKey of(HpkeSuite suite, byte[] bytes) {
        return new WrapPublicKey(suite, Base64Url.encode(bytes));
    }

    public byte[] bytes() {
        return Base64Url.decode(text, suite.publicKeyBytes());
    }

    public Kid kid() {
        return Kid.of(suite.algorithm(), bytes());
    }
}
