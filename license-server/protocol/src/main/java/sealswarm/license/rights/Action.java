package sealswarm.license.rights;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a holder may do with a track. */
public enum Action {
    /** Decrypt in memory and show. */
    PLAY,
    /** Keep ciphertext and license to play without a connection. */
    DOWNLOAD,
    /** Write the clear file. */
    EXPORT;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
