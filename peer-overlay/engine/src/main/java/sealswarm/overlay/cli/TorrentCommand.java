package sealswarm.overlay.cli;

import picocli.CommandLine.Command;

/** {@code sealswarm torrent}: metainfo in and out. */
@Command(
        name = "torrent",
        description = "Shows and makes torrent files.",
        subcommands = {TorrentInspectCommand.class, TorrentCreateCommand.class})
public final class TorrentCommand {}
