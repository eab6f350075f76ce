package sealswarm.player;

import sealswarm.console.CommandRunner;
import sealswarm.player.cli.DevicesCommand;
import sealswarm.player.cli.FetchCommand;
import sealswarm.player.cli.LibraryCommand;
import sealswarm.player.cli.LoginCommand;
import sealswarm.player.cli.PlayCommand;

/** Runs {@code sealswarm login|devices|library|play|fetch}; the command word is the first argument. */
public final class PlayerMain {
    private PlayerMain() {}

    public static void main(String[] arguments) {
        CommandRunner.main(arguments, commands());
    }

    /** The commands of this program, fresh: an object runs once. */
    public static Object[] commands() {
        return new Object[] {
            new LoginCommand(), new DevicesCommand(), new LibraryCommand(), new PlayCommand(), new FetchCommand()
        };
    }
}
