package sealswarm.onebox;

import sealswarm.console.CommandRunner;
import sealswarm.onebox.cli.DemoCommand;
import sealswarm.onebox.cli.DoctorCommand;
import sealswarm.onebox.cli.ServeCommand;

/** The program behind {@code serve}, {@code demo} and {@code doctor}; see {@code docs/commands.md}. */
public final class OneboxMain {
    private OneboxMain() {}

    /** Arguments: the command word and its own. */
    public static void main(String[] arguments) {
        CommandRunner.main(arguments, new ServeCommand(), new DemoCommand(), new DoctorCommand());
    }
}
