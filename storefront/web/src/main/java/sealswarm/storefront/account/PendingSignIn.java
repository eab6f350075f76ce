package sealswarm.storefront.account;

import java.time.Duration;
import java.time.Instant;
import sealswarm.storefront.web.RandomText;

/**
 * A sign-in that was begun in a browser and not yet finished; used once.
 *
 * @param visitorKey the browser it was begun in
 * @param nonce what the id token must repeat
 * @param verifier the secret of RFC 7636 whose hash the issuer got
 * @param returnTo path inside the shop to go to afterwards
 * @param expiresAt after this it is void
 */
public record PendingSignIn(String visitorKey, String nonce, String verifier, String returnTo, Instant expiresAt) {
    /** How long a person may take to sign in. */
    public static final Duration LIFE = Duration.ofMinutes(10);

    private static final String PURPOSE = "sealswarm/1/shop-sign-in";

    /** The key a state is stored under: the state itself only travels through the browser. */
    static String key(String state) {
        return RandomText.digest(PURPOSE, state);
    }

    /** The code challenge. */
    String challenge() {
        return RandomText.s256(verifier);
    }

    @Override
    public String toString() {
        return "PendingSignIn[hidden, returnTo=" + returnTo + "]";
    }
}
