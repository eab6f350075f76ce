package sealswarm.packager.pack;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import sealswarm.format.SealedPackage;
import sealswarm.format.cipher.Workers;
import sealswarm.format.disk.Disk;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.packager.keys.StudioKeystore;

/** Packs one input with a record after each range, one worker, on a given disk; tells what was said and sealed. */
final class PackTrial implements AutoCloseable {
    static final String RESUMED = "going on where an earlier run stopped";

    private static final Instant DATE = Instant.parse("2026-01-02T03:04:05Z");

    final List<String> remarks = Collections.synchronizedList(new ArrayList<>());
    final List<Long> sealed = Collections.synchronizedList(new ArrayList<>());

    private final Path directory;
    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final SamplePackage sample = new SamplePackage();
    private final StudioKeystore studio;

    PackTrial(Path directory) throws IOException {
        this.directory = directory;
        this.studio =
                StudioKeystore.openOrCreate(directory.resolve("studio.p12"), Optional.empty(), new SecureRandom());
    }

    /** Called after each sealed range, on the worker. */
    interface AfterRange {
        void run() throws IOException;
    }

    /** Fixed key and salts, so that equal inputs give equal bytes. */
    SealedPackage fixed(Disk disk, String input, String out, AfterRange afterRange) throws IOException {
        try (SecretBytes key = SamplePackage.fixed(4);
                SecretBytes seed = SamplePackage.fixed(5)) {
            return run(disk, input, out, Optional.of(key), Optional.of(seed), afterRange);
        }
    }

    /** Random key and salts. */
    SealedPackage random(Disk disk, String input, String out, AfterRange afterRange) throws IOException {
        return run(disk, input, out, Optional.empty(), Optional.empty(), afterRange);
    }

    private SealedPackage run(
            Disk disk,
            String input,
            String out,
            Optional<SecretBytes> key,
            Optional<SecretBytes> seed,
            AfterRange afterRange)
            throws IOException {
        remarks.clear();
        sealed.clear();
        PackOptions options = new PackOptions(
                List.of(directory.resolve(input)),
                Optional.empty(),
                directory.resolve(out),
                Optional.empty(),
                Optional.of("demo-film"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        PackPlan plan = new Planner(disk).plan(options, Optional.empty());
        PackReporter reporter = new PackReporter() {
            @Override
            public void remark(String line) {
                remarks.add(line);
            }

            @Override
            public void sealed(long bytes) {
                sealed.add(bytes);
                try {
                    afterRange.run();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }

            @Override
            public void checked(long bytes) {}
        };
        Packing.Setup setup = new Packing.Setup(
                disk,
                workers(),
                InstantSource.system(),
                Optional.of(DATE),
                Packing.Readback.CHECK,
                Duration.ZERO,
                reporter);
        PackKeys keys = new PackKeys(studio, sample.serverKey().publicKey(), key, seed, new SecureRandom());
        return Packing.run(setup, plan, keys, options.out(), Optional.empty());
    }

    Workers workers() {
        return new Workers(pool, 1);
    }

    @Override
    public void close() {
        studio.close();
        sample.close();
        pool.shutdownNow();
    }
}
