package sealswarm.packager.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sealswarm.format.disk.DiskFile;
import sealswarm.format.disk.LocalDisk;
import sealswarm.trial.Cases;
import sealswarm.trial.Presence;

class MediaProbeTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "a.mp4, -c:v mpeg4 -c:a aac, video/mp4",
        "a.m4a, -vn -c:a aac, audio/mp4",
        "a.webm, -c:v libvpx -c:a libvorbis, video/webm",
        "b.webm, -vn -c:a libopus, audio/webm",
        "a.mkv, -c:v mpeg4 -c:a flac, video/x-matroska",
        "a.ogg, -vn -c:a libvorbis, audio/ogg",
        "a.opus, -vn -c:a libopus, audio/ogg",
        "a.mp3, -vn -c:a libmp3lame, audio/mpeg",
        "b.mp3, -vn -c:a libmp3lame -write_xing 0 -id3v2_version 0, audio/mpeg",
        "a.flac, -vn -c:a flac, audio/flac",
        "a.wav, -vn, audio/wav"
    })
    void readsTypeAndDurationOfWhatFfmpegWrites(String name, String options, String type) throws Exception {
        Path ffmpeg = Presence.program("ffmpeg", "ffmpeg");
        Path file = directory.resolve(name);
        List<String> command = new java.util.ArrayList<>(List.of(
                ffmpeg.toString(),
                "-loglevel",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc=d=3:s=64x64:r=10",
                "-f",
                "lavfi",
                "-i",
                "sine=d=3:r=44100"));
        command.addAll(List.of(options.split(" ", -1)));
        command.add(file.toString());
        Process process = new ProcessBuilder(command).inheritIO().start();
        Presence.require(process.waitFor() == 0, "ffmpeg has no encoder for " + options);
        MediaFacts facts = probe(Files.readAllBytes(file));
        assertEquals(type, facts.mediaType().text());
        assertEquals(3000.0, (double) facts.durationMs().orElse(0), 120.0);
    }

    @Test
    void readsTheHeaderOfAnMp4AndWarnsOfALateIndex() throws IOException {
        byte[] mvhd = box(
                "mvhd",
                ByteBuffer.allocate(100).putInt(12, 1000).putInt(16, 90_500).array());
        byte[] hdlr = box(
                "hdlr",
                ByteBuffer.allocate(24)
                        .put(8, "vide".getBytes(StandardCharsets.US_ASCII))
                        .array());
        byte[] stsd = box(
                "stsd",
                ByteBuffer.allocate(24)
                        .put(12, "hvc1".getBytes(StandardCharsets.US_ASCII))
                        .array());
        byte[] trak = box("trak", box("mdia", hdlr, box("minf", box("stbl", stsd))));
        byte[] file = join(box("ftyp", new byte[8]), box("mdat", new byte[5000]), box("moov", mvhd, trak));
        MediaFacts facts = probe(file);
        assertEquals("video/mp4", facts.mediaType().text());
        assertEquals(OptionalLong.of(90_500), facts.durationMs());
        assertEquals(2, facts.warnings().size());
    }

    @Test
    void boxesThatLieAreLeftAtWhatWasReadBefore() throws IOException {
        for (int size : List.of(0, 1, 7, 0x7FFF_FFFF, -1)) {
            byte[] lying = ByteBuffer.allocate(8)
                    .putInt(size)
                    .put("moov".getBytes(StandardCharsets.US_ASCII))
                    .array();
            assertEquals(
                    "video/mp4",
                    probe(join(box("ftyp", new byte[8]), lying)).mediaType().text());
        }
        byte[] deep = box("moov", new byte[0]);
        for (int i = 0; i < 2000; i++) {
            deep = box("trak", deep);
        }
        assertEquals(
                "video/mp4",
                probe(join(box("ftyp", new byte[8]), box("moov", deep)))
                        .mediaType()
                        .text());
    }

    @Test
    void aSmallestWaveTellsItsDuration() throws IOException {
        ByteBuffer wave = ByteBuffer.allocate(44 + 800).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        wave.put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(836)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII));
        wave.putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(8000)
                .putInt(8000)
                .putShort((short) 1)
                .putShort((short) 8);
        wave.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(800);
        assertEquals(OptionalLong.of(100), probe(wave.array()).durationMs());
    }

    @Test
    void unknownBytesAreOpaque() throws IOException {
        for (String text : List.of("x", "", "hello world", "WEBVTTX", "RIFF1234WAVX", "OggS", "fLaC", "ID3")) {
            MediaFacts facts = probe(text.getBytes(StandardCharsets.US_ASCII));
            assertTrue(facts.durationMs().isEmpty(), text);
        }
        assertEquals(
                "application/octet-stream", probe(new byte[100]).mediaType().text());
    }

    @Test
    void subtitlesAreUtf8WebVttOfAtMost2MiB() throws IOException {
        assertTrue(complaint("WEBVTT\n\n").isEmpty());
        assertTrue(complaint("\u00ef\u00bb\u00bfWEBVTT - title\n").isEmpty());
        assertEquals(
                "is no WebVTT", complaint("1\n00:00:01,000 --> 00:00:02,000\n").orElseThrow());
        assertEquals("is not UTF-8", complaint("WEBVTT\n\n\u00ff").orElseThrow());
        assertTrue(complaint("WEBVTT\n" + "x".repeat(WebVtt.MAX_BYTES - 7)).isEmpty());
        assertEquals(
                "is longer than 2 MiB",
                complaint("WEBVTT\n" + "x".repeat(WebVtt.MAX_BYTES - 6)).orElseThrow());
    }

    @Test
    void noMutationOfAContainerDoesAnythingButGiveFacts() throws IOException {
        byte[] mp4 = join(
                box("ftyp", new byte[8]),
                box(
                        "moov",
                        box(
                                "mvhd",
                                ByteBuffer.allocate(100)
                                        .putInt(12, 1000)
                                        .putInt(16, 9000)
                                        .array())),
                box("mdat", new byte[100]));
        byte[] ebml = {
            0x1A,
            0x45,
            (byte) 0xDF,
            (byte) 0xA3,
            (byte) 0x87,
            0x42,
            (byte) 0x82,
            (byte) 0x84,
            'w',
            'e',
            'b',
            'm',
            0x18,
            0x53,
            (byte) 0x80,
            0x67,
            (byte) 0x8B,
            0x15,
            0x49,
            (byte) 0xA9,
            0x66,
            (byte) 0x86,
            0x44,
            (byte) 0x89,
            (byte) 0x83,
            1,
            2,
            3
        };
        byte[] ogg = new byte[300];
        System.arraycopy("OggS".getBytes(StandardCharsets.US_ASCII), 0, ogg, 0, 4);
        System.arraycopy("OpusHead".getBytes(StandardCharsets.US_ASCII), 0, ogg, 28, 8);
        ogg[26] = 1;
        byte[] mp3 = new byte[300];
        System.arraycopy("ID3".getBytes(StandardCharsets.US_ASCII), 0, mp3, 0, 3);
        mp3[10] = (byte) 0xFF;
        mp3[11] = (byte) 0xFB;
        mp3[12] = (byte) 0x90;
        List<byte[]> seeds = List.of(mp4, ebml, ogg, mp3, "fLaC\0\0\0\42".getBytes(StandardCharsets.ISO_8859_1));
        Cases.forAll(22, 4_000, random -> {
            byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            probe(bytes);
        });
    }

    private java.util.Optional<String> complaint(String latin1) throws IOException {
        Path file = Files.write(directory.resolve("s.vtt"), latin1.getBytes(StandardCharsets.ISO_8859_1));
        try (DiskFile open = new LocalDisk().open(file)) {
            return WebVtt.complaint(open);
        }
    }

    private MediaFacts probe(byte[] bytes) throws IOException {
        Path file = Files.write(directory.resolve("probe.bin"), bytes);
        try (DiskFile open = new LocalDisk().open(file)) {
            return MediaProbe.probe(open);
        }
    }

    private static byte[] box(String type, byte[]... content) {
        byte[] inner = join(content);
        return ByteBuffer.allocate(8 + inner.length)
                .putInt(8 + inner.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(inner)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
