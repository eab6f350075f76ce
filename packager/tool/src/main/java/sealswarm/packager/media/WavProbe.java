package sealswarm.packager.media;

import java.io.IOException;

/** RIFF WAVE: data bytes over byte rate. */
final class WavProbe {
    private static final int MAX_CHUNKS = 256;

    private WavProbe() {}

    static MediaFacts probe(ByteWindow in) throws IOException {
        long byteRate = 0;
        long at = 12;
        for (int chunk = 0; chunk < MAX_CHUNKS && at + 8 <= in.sizeBytes(); chunk++) {
            long length = in.little(at + 4, 4);
            if (in.is(at, "fmt ") && length >= 12) {
                byteRate = in.little(at + 16, 4);
            } else if (in.is(at, "data") && byteRate > 0) {
                return MediaFacts.of("audio/wav", Math.min(length, in.sizeBytes() - at - 8) * 1000.0 / byteRate);
            }
            at += 8 + length + (length & 1);
        }
        return MediaFacts.of("audio/wav");
    }
}
