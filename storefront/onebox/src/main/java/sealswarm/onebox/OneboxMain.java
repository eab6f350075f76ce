package sealswarm.onebox;

import sealswarm.console.CommandRunner;
import sealswarm.onebox.cli.ServeCommand;

/** The program behind {@code serve}; see {@code docs/commands.md}. */
public final class OneboxMain {
    private OneboxMain() {}

    /** Arguments: the command word and its own. */
    public static void main(String[] arguments) {
        CommandRunner.main(arguments, new ServeCommand());
    }
}
