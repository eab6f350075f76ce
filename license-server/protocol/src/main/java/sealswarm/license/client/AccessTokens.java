package sealswarm.license.client;

import java.io.IOException;

/** Where bearer tokens come from. Called by any thread; may block on the issuer. */
public interface AccessTokens {
    /**
     * A token that is believed to be valid.
     *
     * @throws ApiRefusal unauthenticated if there is none and none can be had
     * @throws IOException if the issuer cannot be reached
     */
    String current() throws IOException, InterruptedException;

    /** A token other than {@code refused}, which the server did not take; {@code refused} itself where there is no other. */
    String after(String refused) throws IOException, InterruptedException;

    /** One token for good, for callers that were handed one. */
    static AccessTokens fixed(String token) {
        return new AccessTokens() {
            @Override
            public String current() {
                return token;
            }

            @Override
            public String after(String refused) {
                return token;
            }
        };
    }
}
