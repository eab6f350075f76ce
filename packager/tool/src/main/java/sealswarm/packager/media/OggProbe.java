package sealswarm.packager.media;

import java.io.IOException;

/** Ogg (RFC 3533) with Opus (RFC 7845), Vorbis or FLAC: the last granule position over the sample rate. */
final class OggProbe {
    private static final int TAIL_BYTES = 64 * 1024 + 512;
    private static final int OPUS_RATE = 48_000;

    private OggProbe() {}

    static MediaFacts probe(ByteWindow in) throws IOException {
        long packet = 27L + in.u8(26);
        if (in.is(packet, "\u0001vorbis")) {
            return audio(in, in.little(packet + 12, 4), 0);
        }
        if (in.is(packet, "OpusHead")) {
            return audio(in, OPUS_RATE, in.little(packet + 10, 2));
        }
        if (in.is(packet, "\u007fFLAC")) {
            return audio(in, in.big(packet + 27, 3) >>> 4, 0);
        }
        return MediaFacts.of(in.is(packet, "\u0080theora") ? "video/ogg" : "application/ogg");
    }

    private static MediaFacts audio(ByteWindow in, long sampleRate, long skippedSamples) throws IOException {
        long granule = lastGranule(in);
        return sampleRate <= 0 || granule <= skippedSamples
                ? MediaFacts.of("audio/ogg")
                : MediaFacts.of("audio/ogg", (granule - skippedSamples) * 1000.0 / sampleRate);
    }

    private static long lastGranule(ByteWindow in) throws IOException {
        long first = Math.max(0, in.sizeBytes() - TAIL_BYTES);
        long found = -1;
        for (long at = first; at + 27 <= in.sizeBytes(); at++) {
            if (in.u8(at) == 'O' && in.is(at, "OggS")) {
                long granule = in.little(at + 6, 8);
                found = granule >= 0 ? granule : found;
            }
        }
        return found;
    }
}
