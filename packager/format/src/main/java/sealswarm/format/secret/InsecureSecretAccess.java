package sealswarm.format.secret;

/**
 * The token that opens {@link SecretBytes}. It adds no protection by itself: it makes every place where raw key bytes leave their holder
 * findable by one search for {@code InsecureSecretAccess.get()}.
 */
public final class InsecureSecretAccess {
    private static final InsecureSecretAccess TOKEN = new InsecureSecretAccess();

    private InsecureSecretAccess() {}

    /** The token. Whoever calls this answers for where the bytes go. */
    public static InsecureSecretAccess get() {
        return TOKEN;
    }
}
