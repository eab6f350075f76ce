package sealswarm.packager.media;

import java.io.IOException;
import sealswarm.format.disk.DiskFile;

/** Finds out type and duration of a file by its content, never by its name. Reads a bounded part of it. */
public final class MediaProbe {
    private MediaProbe() {}

    /** What the file says of itself; opaque bytes if it is of no known kind or its container is broken. */
    public static MediaFacts probe(DiskFile file) throws IOException {
        ByteWindow in = new ByteWindow(file);
        try {
            return probe(in);
        } catch (ByteWindow.Unreadable e) {
            return MediaFacts.OPAQUE;
        }
    }

    private static MediaFacts probe(ByteWindow in) throws IOException {
        if (in.is(4, "ftyp") || in.is(4, "moov") || in.is(4, "styp")) {
            return Mp4Probe.probe(in);
        }
        if (in.sizeBytes() >= 4 && in.big(0, 4) == 0x1A45DFA3L) {
            return EbmlProbe.probe(in);
        }
        if (in.is(0, "OggS")) {
            return OggProbe.probe(in);
        }
        if (in.is(0, "fLaC")) {
            return FlacProbe.probe(in);
        }
        if (in.is(0, "RIFF") && in.is(8, "WAVE")) {
            return WavProbe.probe(in);
        }
        if (WebVtt.begins(in)) {
            return MediaFacts.of("text/vtt");
        }
        if (in.is(0, "ID3") || (in.sizeBytes() > 4 && Mp3Probe.isFrame(in, 0))) {
            return Mp3Probe.probe(in);
        }
        return image(in);
    }

    private static MediaFacts image(ByteWindow in) throws IOException {
        if (in.is(0, "\u0089PNG\r\n\u001a\n")) {
            return MediaFacts.of("image/png");
        }
        if (in.is(0, "\u00ff\u00d8\u00ff")) {
            return MediaFacts.of("image/jpeg");
        }
        if (in.is(0, "RIFF") && in.is(8, "WEBP")) {
            return MediaFacts.of("image/webp");
        }
        if (in.is(0, "%PDF-")) {
            return MediaFacts.of("application/pdf");
        }
        return MediaFacts.OPAQUE;
    }
}
