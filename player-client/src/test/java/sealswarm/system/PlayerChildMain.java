package sealswarm.system;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import sealswarm.console.CommandRunner;
import sealswarm.console.ConsoleStreams;
import sealswarm.console.StopSignal;
import sealswarm.player.PlayerMain;

/** Runs a command of the player in the home that the first argument names, in a JVM that a test may kill. */
public final class PlayerChildMain {
    private PlayerChildMain() {}

    public static void main(String[] arguments) {
        Path home = Path.of(arguments[0]);
        ConsoleStreams streams = new ConsoleStreams(
                System.out,
                System.err,
                new ByteArrayInputStream(new byte[0]),
                Map.of("HOME", home.toString()),
                home,
                false,
                InstantSource.system());
        String[] words = Arrays.copyOfRange(arguments, 1, arguments.length);
        System.exit(CommandRunner.of(PlayerMain.commands())
                .run(streams, new StopSignal(), words)
                .code());
    }
}
