package sealswarm.packager.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sealswarm.format.disk.DiskFile;

/** Subtitles in WebVTT: UTF-8, at most 2 MiB, because players verify them whole before they play. */
public final class WebVtt {
    public static final int MAX_BYTES = 2 << 20;

    private WebVtt() {}

    static boolean begins(ByteWindow in) throws IOException {
        long start = in.is(0, "\u00ef\u00bb\u00bf") ? 3 : 0;
        if (!in.is(start, "WEBVTT")) {
            return false;
        }
        return in.sizeBytes() == start + 6 || " \t\r\n".indexOf(in.u8(start + 6)) >= 0;
    }

    /** What keeps the file from being used as a subtitle track, if anything. */
    public static Optional<String> complaint(DiskFile file) throws IOException {
        if (!begins(new ByteWindow(file))) {
            return Optional.of("is no WebVTT");
        }
        if (file.sizeBytes() > MAX_BYTES) {
            return Optional.of("is longer than 2 MiB");
        }
        byte[] bytes = new byte[(int) file.sizeBytes()];
        file.read(0, bytes, 0, bytes.length);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of("is not UTF-8");
        }
    }
}
