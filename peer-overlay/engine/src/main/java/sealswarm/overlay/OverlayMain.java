package sealswarm.overlay;

import sealswarm.console.CommandRunner;
import sealswarm.overlay.cli.EdgeCommand;
import sealswarm.overlay.cli.HostCommand;
import sealswarm.overlay.cli.PeerCommand;
import sealswarm.overlay.cli.SimulateCommand;
import sealswarm.overlay.cli.TorrentCommand;

/** Runs the overlay's commands: {@code peer}, {@code torrent}, {@code edge}, {@code host}, {@code simulate}. */
public final class OverlayMain {
    private OverlayMain() {}

    /** The command word comes first. */
    public static void main(String[] args) {
        CommandRunner.main(
                args,
                new PeerCommand(),
                new TorrentCommand(),
                new EdgeCommand(),
                new HostCommand(),
                new SimulateCommand());
    }
}
