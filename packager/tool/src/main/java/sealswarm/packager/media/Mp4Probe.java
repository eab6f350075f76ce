package sealswarm.packager.media;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import sealswarm.format.manifest.MediaType;

/** ISO base media files (ISO/IEC 14496-12): the duration of {@code mvhd}, the handlers and codecs of the tracks. */
final class Mp4Probe {
    private static final int MAX_BOXES = 4096;
    private static final int MAX_DEPTH = 8;
    private static final Set<String> CONTAINERS = Set.of("moov", "trak", "mdia", "minf", "stbl", "mvex");

    private final ByteWindow in;
    private final List<String> codecs = new ArrayList<>();
    private int boxes;
    private boolean video;
    private boolean audio;
    private boolean dataSeen;
    private boolean moovAfterData;
    private OptionalLong duration = OptionalLong.empty();

    private Mp4Probe(ByteWindow in) {
        this.in = in;
    }

    static MediaFacts probe(ByteWindow in) throws IOException {
        Mp4Probe probe = new Mp4Probe(in);
        try {
            probe.walk(0, in.sizeBytes(), 0);
        } catch (ByteWindow.Unreadable e) {
            // A broken tail does not undo what was read before it.
            return probe.facts();
        }
        return probe.facts();
    }

    private MediaFacts facts() {
        List<String> warnings = new ArrayList<>();
        for (String codec : codecs) {
            if (codec.equals("hvc1") || codec.equals("hev1")) {
                warnings.add("HEVC video does not play in most browsers; encode as H.264, VP9 or AV1");
            } else if (codec.equals("ac-3") || codec.equals("ec-3")) {
                warnings.add("AC-3 audio does not play in most browsers; encode as AAC or Opus");
            }
        }
        if (moovAfterData) {
            warnings.add("the index (moov) is at the end, so each start costs two more requests; move it to the front"
                    + " (-movflags +faststart)");
        }
        String type = audio && !video ? "audio/mp4" : "video/mp4";
        return new MediaFacts(new MediaType(type), duration, warnings);
    }

    private void walk(long from, long end, int depth) throws IOException {
        long at = from;
        while (at + 8 <= end && boxes++ < MAX_BOXES) {
            long size = in.big(at, 4);
            String type = in.ascii(at + 4, 4);
            long header = 8;
            if (size == 1) {
                size = in.big(at + 8, 8);
                header = 16;
            } else if (size == 0) {
                size = end - at;
            }
            if (size < header || size > end - at) {
                throw new ByteWindow.Unreadable("box size");
            }
            box(type, at + header, at + size, depth);
            at += size;
        }
    }

    private void box(String type, long from, long end, int depth) throws IOException {
        if (type.equals("mdat")) {
            dataSeen = true;
        } else if (type.equals("mvhd")) {
            movieHeader(from);
        } else if (type.equals("hdlr") && end - from >= 12) {
            String handler = in.ascii(from + 8, 4);
            video |= handler.equals("vide");
            audio |= handler.equals("soun");
        } else if (type.equals("stsd") && end - from >= 16) {
            codecs.add(in.ascii(from + 12, 4));
        } else if (CONTAINERS.contains(type) && depth < MAX_DEPTH) {
            moovAfterData |= type.equals("moov") && dataSeen;
            walk(from, end, depth + 1);
        }
    }

    private void movieHeader(long from) throws IOException {
        boolean wide = in.u8(from) == 1;
        long timescale = in.big(from + (wide ? 20 : 12), 4);
        long units = in.big(from + (wide ? 24 : 16), wide ? 8 : 4);
        boolean unknown = units <= 0 || (!wide && units == 0xFFFF_FFFFL);
        if (timescale > 0 && !unknown) {
            duration = MediaFacts.millis(units * 1000.0 / timescale);
        }
    }
}
