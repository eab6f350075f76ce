package sealswarm.storefront.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.CommandRunner;
import sealswarm.console.Transcripts;

class StorefrontTranscriptTest {
    @TempDir
    static Path directory;

    @TestFactory
    Stream<DynamicTest> commandsSayWhatTheirTranscriptsSay() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "mongodb://shop:open-sesame@127.0.0.1:1/shop");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                directory.resolve("shop.yaml"), "mongo-uri-file: secret\nstorefront:\n  client-secret-file: secret\n");
        Files.writeString(directory.resolve("typo.yaml"), "mongo-uri-file: secret\nstorefront:\n  http-prot: 1\n");
        return Transcripts.in(
                Path.of("src/test/resources/cli"),
                () -> CommandRunner.of(new StorefrontCommand(InstantSource.system(), new SecureRandom())),
                directory);
    }
}
