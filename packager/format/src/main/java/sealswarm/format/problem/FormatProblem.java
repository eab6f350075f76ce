package sealswarm.format.problem;

/** The classes of refusal of this module. The code is the last segment of the API's problem type. */
public enum FormatProblem {
    /** Not the declared form: bad JSON, bad base64url, a missing or wrong member, a broken binary layout. */
    MALFORMED("malformed"),
    /** Longer than the limit of its kind. */
    TOO_LARGE("too-large"),
    /** A version this reader does not know. */
    UNSUPPORTED_VERSION("unsupported-version"),
    /** {@code crit} names something this reader does not understand. */
    CRIT_UNKNOWN("crit-unknown"),
    /** An HPKE suite this reader does not offer. */
    SUITE_UNSUPPORTED("suite-unsupported"),
    /** No valid signature of a key that is trusted for this kind of document. */
    BAD_SIGNATURE("bad-signature"),
    /** A manifest that is not by a trusted studio key, or not for this title. */
    MANIFEST_UNTRUSTED("manifest-untrusted"),
    /** A wrapped key that does not open; deliberately without detail. */
    WRAP_INVALID("wrap-invalid"),
    /** A content key that is not the one the manifest commits to. */
    KEY_COMMITMENT("key-commitment"),
    /** A title key that does not belong to the manifest. */
    KEY_MISMATCH("key-mismatch"),
    /** A block, leaf, size, root or metainfo that is not what the manifest says. */
    BLOCK_CORRUPT("block-corrupt"),
    /** One salt used for two different contents of one track. */
    SALT_REUSE("salt-reuse");

    private final String code;

    FormatProblem(String code) {
        this.code = code;
    }

    /** The stable name used in result documents and problem types. */
    public String code() {
        return code;
    }
}
