package sealswarm.packager.media;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import sealswarm.format.manifest.MediaType;

/** Matroska and WebM (RFC 9559): document type, duration and whether a video track exists. */
final class EbmlProbe {
    private static final int MAX_ELEMENTS = 4096;
    /** Segment, Tracks, TrackEntry; whatever nests deeper is none of ours, and would cost a stack frame each. */
    private static final int MAX_DEPTH = 3;

    private static final long EBML = 0x1A45DFA3L;
    private static final long DOC_TYPE = 0x4282L;
    private static final long SEGMENT = 0x18538067L;
    private static final long INFO = 0x1549A966L;
    private static final long TIMESTAMP_SCALE = 0x2AD7B1L;
    private static final long DURATION = 0x4489L;
    private static final long TRACKS = 0x1654AE6BL;
    private static final long TRACK_ENTRY = 0xAEL;
    private static final long TRACK_TYPE = 0x83L;
    private static final long CLUSTER = 0x1F43B675L;
    private static final long VIDEO = 1;
    private static final long AUDIO = 2;

    private final ByteWindow in;
    private int elements;
    private String docType = "matroska";
    private long timestampScaleNanos = 1_000_000;
    private double duration;
    private boolean video;
    private boolean audio;
    private boolean clusterSeen;

    private EbmlProbe(ByteWindow in) {
        this.in = in;
    }

    static MediaFacts probe(ByteWindow in) throws IOException {
        EbmlProbe probe = new EbmlProbe(in);
        try {
            probe.walk(0, in.sizeBytes(), 0);
        } catch (ByteWindow.Unreadable e) {
            // A broken tail does not undo what was read before it.
            return probe.facts();
        }
        return probe.facts();
    }

    private MediaFacts facts() {
        String family = docType.equals("webm") ? "webm" : "x-matroska";
        String kind = audio && !video ? "audio/" : "video/";
        OptionalLong millis = MediaFacts.millis(duration * timestampScaleNanos / 1_000_000.0);
        return new MediaFacts(new MediaType(kind + family), millis, List.of());
    }

    private void walk(long from, long end, int depth) throws IOException {
        long at = from;
        while (at < end && !clusterSeen && elements++ < MAX_ELEMENTS) {
            int idLength = Integer.numberOfLeadingZeros(in.u8(at)) - 23;
            if (idLength < 1 || idLength > 4) {
                throw new ByteWindow.Unreadable("element id");
            }
            long id = in.big(at, idLength);
            at += idLength;
            int sizeLength = Integer.numberOfLeadingZeros(in.u8(at)) - 23;
            if (sizeLength < 1 || sizeLength > 8) {
                throw new ByteWindow.Unreadable("element size");
            }
            long mask = (1L << (7 * sizeLength)) - 1;
            long size = in.big(at, sizeLength) & mask;
            at += sizeLength;
            long elementEnd = size == mask ? end : at + size;
            if (elementEnd > end || elementEnd < at) {
                if (id != SEGMENT) {
                    throw new ByteWindow.Unreadable("element beyond its parent");
                }
                elementEnd = end;
            }
            element(id, at, elementEnd, depth);
            at = elementEnd;
        }
    }

    private void element(long id, long from, long end, int depth) throws IOException {
        int length = (int) Math.min(end - from, 64);
        if (id == EBML || id == SEGMENT || id == INFO || id == TRACKS || id == TRACK_ENTRY) {
            if (depth < MAX_DEPTH) {
                walk(from, end, depth + 1);
            }
        } else if (id == DOC_TYPE) {
            docType = in.ascii(from, length);
        } else if (id == TIMESTAMP_SCALE && length <= 8) {
            timestampScaleNanos = in.big(from, length);
        } else if (id == DURATION && length == 4) {
            duration = Float.intBitsToFloat((int) in.big(from, 4));
        } else if (id == DURATION && length == 8) {
            duration = Double.longBitsToDouble(in.big(from, 8));
        } else if (id == TRACK_TYPE && length <= 8) {
            long type = in.big(from, length);
            video |= type == VIDEO;
            audio |= type == AUDIO;
        } else if (id == CLUSTER) {
            clusterSeen = true;
        }
    }
}
