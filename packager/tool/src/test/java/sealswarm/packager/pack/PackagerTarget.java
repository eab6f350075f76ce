package sealswarm.packager.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;
import sealswarm.format.cipher.RangeLedger;
import sealswarm.format.fuzz.FuzzTarget;
import sealswarm.format.key.TrackId;
import sealswarm.format.problem.FormatException;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.packager.media.MediaFacts;
import sealswarm.packager.media.MediaProbe;
import sealswarm.packager.media.WebVtt;

/** The packager's parsers of files that others made. */
public enum PackagerTarget implements FuzzTarget {
    /** Every container probe: any bytes are a file that can be packed, so nothing is ever thrown, and a duration makes sense. */
    MEDIA_PROBE {
        @Override
        public List<byte[]> seeds() {
            return List.of(new byte[1]);
        }

        @Override
        public void feed(byte[] input) throws IOException {
            MediaFacts facts = MediaProbe.probe(new MemoryFile(input));
            assertTrue(facts.durationMs().orElse(1) >= 1, facts.toString());
            assertEquals(facts, MediaProbe.probe(new MemoryFile(input)));
        }
    },
    /** A subtitle without complaint is UTF-8 that begins as WebVTT. */
    WEB_VTT {
        @Override
        public List<byte[]> seeds() {
            return List.of(utf8("WEBVTT\n\n00:00.000 --> 00:01.000\nHello \u00e4\n"));
        }

        @Override
        public void feed(byte[] input) throws IOException {
            if (WebVtt.complaint(new MemoryFile(input)).isEmpty()) {
                String text = new String(input, StandardCharsets.UTF_8);
                assertArrayEquals(input, utf8(text));
                assertTrue(text.startsWith("WEBVTT") || text.startsWith("\ufeffWEBVTT"), text);
            }
        }
    },
    /** A job file that is refused is refused as wrong usage, with the file's name. */
    TITLE_FILE {
        @Override
        public List<byte[]> seeds() {
            return List.of(utf8("""
                            id: demo
                            revision: 2
                            studio: us
                            title: "A: film"
                            summary: 'x'
                            tracks:
                              - {id: hd, file: a.bin, label: x, role: video, lang: en, media-type: video/webm}
                            public: [{file: p.png, use: poster, path: a/p.png}]
                            offer: {kind: own, price: 4.99, currency: EUR, territories: [DE, AT], from: x}
                            """), utf8("tracks: []\n"));
        }

        @Override
        public void feed(byte[] input) throws IOException {
            Path file = Files.createTempFile("title", ".yaml");
            try {
                Files.write(file, input);
                TitleFile.read(file);
            } catch (Refusal refusal) {
                assertEquals(ExitCode.USAGE, refusal.exit());
                String said = String.valueOf(refusal.getMessage());
                assertTrue(said.contains(file.getFileName().toString()), said);
            } finally {
                Files.delete(file);
            }
        }
    },
    /** What a killed run left, or somebody put there: believed only as it was written, under its tag. */
    RESUME_RECORD {
        @Override
        public List<byte[]> seeds() {
            return List.of(record());
        }

        @Override
        public void feed(byte[] input) {
            try (SamplePackage sample = new SamplePackage()) {
                ResumeRecord.read(input)
                        .verified(sample.titleKey())
                        .ifPresent(record -> assertArrayEquals(record(), record.bytes(sample.titleKey())));
            } catch (FormatException e) {
                assertTrue(!e.getMessage().isEmpty());
            }
        }
    };

    @Override
    public String folder() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static byte[] record() {
        TrackId hd = new TrackId("hd");
        try (SamplePackage sample = new SamplePackage()) {
            return new ResumeRecord(
                            "ab".repeat(16),
                            new TreeMap<>(Map.of(hd, SamplePackage.salt(hd))),
                            Map.of(
                                    hd,
                                    List.of(new RangeLedger.Entry(
                                            0,
                                            -7,
                                            RangeLedger.PackedHashes.of(new byte[64]),
                                            RangeLedger.PackedHashes.of(new byte[40])))))
                    .bytes(sample.titleKey());
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
