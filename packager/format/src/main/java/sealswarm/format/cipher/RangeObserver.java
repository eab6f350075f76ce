package sealswarm.format.cipher;

import java.io.IOException;

/** Is told of each finished range, by the worker that finished it; safe for any thread. */
@FunctionalInterface
public interface RangeObserver {
    void finished(int range, int lengthBytes) throws IOException;
}
