package sealswarm.packager.media;

import java.io.IOException;

/** FLAC (RFC 9639): samples over sample rate of STREAMINFO. */
final class FlacProbe {
    private FlacProbe() {}

    static MediaFacts probe(ByteWindow in) throws IOException {
        if ((in.u8(4) & 0x7F) != 0) {
            return MediaFacts.of("audio/flac");
        }
        long sampleRate = in.big(18, 3) >>> 4;
        long samples = in.big(21, 5) & 0xF_FFFF_FFFFL;
        return sampleRate == 0 || samples == 0
                ? MediaFacts.of("audio/flac")
                : MediaFacts.of("audio/flac", samples * 1000.0 / sampleRate);
    }
}
