package sealswarm.format.disk;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is read whole is longer than its kind may be. */
public final class OversizeException extends IOException {
    private static final long serialVersionUID = 1L;

    OversizeException(Path file, long sizeBytes, int maxBytes) {
        super(file + " has " + sizeBytes + " bytes, at most " + maxBytes + " allowed");
    }
}
