package sealswarm.packager;

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
        CommandRunner.main(arguments, commands());
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
