package sealswarm.player.cli;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.CommandRunner;
import sealswarm.console.Transcripts;
import sealswarm.player.PlayerMain;

class PlayerTranscriptTest {
    @TempDir
    Path empty;

    @TestFactory
    Stream<DynamicTest> commandsAnswerAsWritten() {
        return Transcripts.in(Path.of("src/test/resources/cli"), () -> CommandRunner.of(PlayerMain.commands()), empty);
    }
}
