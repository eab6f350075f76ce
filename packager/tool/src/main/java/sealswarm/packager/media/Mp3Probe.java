package sealswarm.packager.media;

import java.io.IOException;

/** MPEG audio: past the ID3v2 tag, the frame count of a Xing or Info header, else the size over a constant bit rate. */
final class Mp3Probe {
    private static final int[] BITRATES_V1_L3 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};
    private static final int[] BITRATES_V2_L3 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
    private static final int[] RATES_V1 = {44_100, 48_000, 32_000, 0};
    private static final int MAX_SYNC_SEARCH = 4096;

    private Mp3Probe() {}

    /** Whether a layer III frame header is at {@code at}. */
    static boolean isFrame(ByteWindow in, long at) throws IOException {
        long header = in.big(at, 4);
        return header >>> 21 == 0x7FF
                && (header >>> 19 & 3) != 1
                && (header >>> 17 & 3) == 1
                && (header >>> 12 & 15) != 15
                && (header >>> 12 & 15) != 0
                && (header >>> 10 & 3) != 3;
    }

    static MediaFacts probe(ByteWindow in) throws IOException {
        long at = in.is(0, "ID3") ? 10 + synchsafe(in) : 0;
        long limit = Math.min(in.sizeBytes() - 4, at + MAX_SYNC_SEARCH);
        while (at < limit && !isFrame(in, at)) {
            at++;
        }
        if (at >= limit) {
            return in.is(0, "ID3") ? MediaFacts.of("audio/mpeg") : MediaFacts.OPAQUE;
        }
        long header = in.big(at, 4);
        int version = (int) (header >>> 19 & 3);
        boolean v1 = version == 3;
        int sampleRate = RATES_V1[(int) (header >>> 10 & 3)] / (v1 ? 1 : version == 2 ? 2 : 4);
        int samplesPerFrame = v1 ? 1152 : 576;
        boolean mono = (header >>> 6 & 3) == 3;
        long side = at + 4 + (v1 ? (mono ? 17 : 32) : (mono ? 9 : 17));
        if ((in.is(side, "Xing") || in.is(side, "Info")) && (in.big(side + 4, 4) & 1) != 0) {
            return MediaFacts.of("audio/mpeg", in.big(side + 8, 4) * 1000.0 * samplesPerFrame / sampleRate);
        }
        int kilobits = (v1 ? BITRATES_V1_L3 : BITRATES_V2_L3)[(int) (header >>> 12 & 15)];
        return MediaFacts.of("audio/mpeg", (in.sizeBytes() - at) * 8.0 / kilobits);
    }

    private static long synchsafe(ByteWindow in) throws IOException {
        long length = 0;
        for (int i = 6; i < 10; i++) {
            length = length << 7 | (in.u8(i) & 0x7F);
        }
        return length + ((in.u8(5) & 0x10) != 0 ? 10 : 0);
    }
}
