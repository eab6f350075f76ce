package sealswarm.format.key;

/** What a public key is for; part of its {@link Kid}, so that one key never serves two purposes. */
public enum KeyAlgorithm {
    ED25519("Ed25519"),
    X_WING("X-Wing"),
    X25519("X25519");

    private final String label;

    KeyAlgorithm(String label) {
        this.label = label;
    }

    /** The name in documents and in the kid's derivation. */
    public String label() {
        return label;
    }
}
