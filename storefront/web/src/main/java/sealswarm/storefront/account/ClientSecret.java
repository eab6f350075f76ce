package sealswarm.storefront.account;

/**
 * The secret the shop's client proves itself with at the issuer. Never printed.
 *
 * @param text the secret itself
 */
public record ClientSecret(String text) {
    /** Refuses an empty secret. */
    public ClientSecret {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the client secret is empty");
        }
    }

    @Override
    public String toString() {
        return "ClientSecret[hidden]";
    }
}
