package sealswarm.format.cipher;

import java.io.IOException;

/** The plain input is not the file it was when the work began: shorter, longer or rewritten. */
public final class InputChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    public InputChangedException(String message) {
        super(message);
    }
}
