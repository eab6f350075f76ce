package sealswarm.overlay.token;

/** Why a token opens nothing. The words go to the holder; they hold no part of the token. */
public enum TokenRefusal {
    /** Not the base64url of a token's length, or a field out of range. */
    MALFORMED("malformed token"),
    /** A version this edge does not know. */
    UNSUPPORTED_VERSION("token of an unsupported version"),
    /** Made for another edge, or with a key this edge has given up. */
    OTHER_EDGE("token for another edge"),
    /** The tag does not fit: some bit was changed. */
    FORGED("forged token"),
    /** Valid, but of another kind than the route takes. */
    WRONG_KIND("token of another kind"),
    /** Its time is over. */
    EXPIRED("token expired"),
    /** It expires later than any token may. */
    LIFE_TOO_LONG("token lives too long"),
    /** Valid, but for another swarm. */
    WRONG_SWARM("token for another track");

    private final String words;

    TokenRefusal(String words) {
        this.words = words;
    }

    /** The reason in words. */
    public String words() {
        return words;
    }
}
