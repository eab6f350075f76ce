package sealswarm.player.receipt;

import java.io.IOException;

/** The receipt log on disk is not the one this device wrote. */
public final class PlayLogException extends IOException {
    private static final long serialVersionUID = 1L;

    public PlayLogException(String message) {
        super(message);
    }
}
