package sealswarm.overlay.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sealswarm.console.Console;
import sealswarm.console.ConsoleCommand;
import sealswarm.console.result.CommandResult;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.metainfo.Metainfo;

/** {@code sealswarm torrent inspect}. */
@Command(name = "inspect", description = "Checks a torrent file and shows what it says.")
public final class TorrentInspectCommand extends ConsoleCommand {
    @Parameters(paramLabel = "FILE", description = "the torrent file")
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private Path file;

    @Override
    protected CommandResult execute(Console console) throws Exception {
        return shown(TorrentFile.read(file));
    }

    static CommandResult shown(Metainfo metainfo) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", metainfo.name());
        document.put("lengthBytes", metainfo.lengthBytes());
        document.put("pieceLength", metainfo.pieceLength().bytes());
        document.put("pieces", metainfo.pieceCount());
        metainfo.infoHashes().v1().map(InfoHash::hex).ifPresent(hex -> document.put("infoHashV1", hex));
        metainfo.infoHashes().v2().map(InfoHash::hex).ifPresent(hex -> document.put("infoHashV2", hex));
        metainfo.root().ifPresent(root -> document.put("piecesRoot", root.hash().hex()));
        document.put("private", metainfo.isPrivate());
        document.put("trackers", metainfo.links().trackers());
        document.put("webSeeds", metainfo.links().webSeeds());
        StringBuilder text = new StringBuilder();
        document.forEach((name, value) -> text.append(String.format("%-12s %s%n", name, value)));
        return CommandResult.of(document, text.toString());
    }
}
