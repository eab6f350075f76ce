package sealswarm.format.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sealswarm.format.SealedPackage;
import sealswarm.format.disk.LocalDisk;
import sealswarm.format.key.SigningKey;
import sealswarm.format.manifest.Track;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.format.wrap.Hpke;
import sealswarm.format.wrap.Wrapped;

/** One small package that all targets start from, made once and kept in memory. */
final class FuzzSample {
    private static final int SIZE = 70_000;

    private final SamplePackage pack = new SamplePackage();
    private final SealedPackage sealed;
    private final Track track;
    private final byte[] manifest;
    private final byte[] keys;
    private final byte[] leaves;
    private final byte[] data;
    private final Wrapped wrapped;

    private FuzzSample() throws IOException {
        Path directory = Files.createTempDirectory("fuzz-sample");
        try {
            sealed = pack.packOne(directory.resolve("p"), SamplePackage.noise(8, SIZE));
            track = sealed.manifest().tracks().get(0);
            manifest = Files.readAllBytes(directory.resolve("p/manifest.json"));
            keys = Files.readAllBytes(directory.resolve("p/keys.hpke"));
            leaves = Files.readAllBytes(sealed.layout().leaves(track));
            data = Files.readAllBytes(sealed.layout().data(track));
        } finally {
            new LocalDisk().deleteTree(directory);
        }
        wrapped = Hpke.seal(
                pack.escrowKey().publicKey(),
                FormatTarget.INFO,
                FormatTarget.AAD,
                pack.titleKey().secret());
    }

    private static final class Holder {
        static final FuzzSample SAMPLE = make();

        private static FuzzSample make() {
            try {
                return new FuzzSample();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static FuzzSample get() {
        return Holder.SAMPLE;
    }

    SamplePackage pack() {
        return pack;
    }

    SealedPackage sealed() {
        return sealed;
    }

    Track track() {
        return track;
    }

    SigningKey studio() {
        return pack.studioKey();
    }

    byte[] manifest() {
        return manifest.clone();
    }

    byte[] payload() {
        return sealed.envelope().unverifiedPayload();
    }

    byte[] keys() {
        return keys.clone();
    }

    byte[] leaves() {
        return leaves.clone();
    }

    byte[] data() {
        return data.clone();
    }

    Wrapped wrapped() {
        return wrapped;
    }
}
