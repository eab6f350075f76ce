package sealswarm.packager;

import java.util.stream.Stream;
import picocli.CommandLine.Command;
import sealswarm.console.CommandRunner;
import sealswarm.packager.cli.InspectCommand;
import sealswarm.packager.cli.KeysCommand;
import sealswarm.packager.cli.PackCommand;
import sealswarm.packager.cli.PublishCommand;
import sealswarm.packager.cli.UnpackCommand;
import sealswarm.packager.cli.VerifyCommand;

/** Runs {@code sealswarm pack|verify|inspect|unpack|publish|keys}; the command word is the first argument. */
public final class PackagerMain {
    private PackagerMain() {}

    public static void main(String[] arguments) {
        CommandRunner.main(arguments, named(arguments.length == 0 ? "" : arguments[0]));
    }

    /** Only the command that is asked for: describing the others to picocli would take a third of a second of each start. */
    private static Object[] named(String word) {
        Object[] all = commands();
        Object[] asked = Stream.of(all)
                .filter(command ->
                        command.getClass().getAnnotation(Command.class).name().equals(word))
                .toArray();
        return asked.length == 0 ? all : asked;
    }

    /** The commands of this program, fresh: an object runs once. */
    public static Object[] commands() {
        return new Object[] {
            new PackCommand(),
            new VerifyCommand(),
            new InspectCommand(),
            new UnpackCommand(),
            new PublishCommand(),
            new KeysCommand()
        };
    }
}
