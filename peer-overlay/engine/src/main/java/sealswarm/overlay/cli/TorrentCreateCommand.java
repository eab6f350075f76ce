package sealswarm.overlay.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sealswarm.console.Console;
import sealswarm.console.ConsoleCommand;
import sealswarm.console.exit.Refusal;
import sealswarm.console.progress.Progress;
import sealswarm.console.progress.ProgressUnit;
import sealswarm.console.result.CommandResult;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoException;
import sealswarm.overlay.metainfo.MetainfoLinks;
import sealswarm.overlay.metainfo.MetainfoWriter;
import sealswarm.overlay.metainfo.PieceLength;
import sealswarm.overlay.metainfo.TrackHashes;

/** {@code sealswarm torrent create}. */
@Command(
        name = "create",
        description = "Makes a torrent file over one file.",
        footer = {"", "Example: sealswarm torrent create film.bin --out film.torrent --form hybrid"})
public final class TorrentCreateCommand extends ConsoleCommand {
    @Parameters(paramLabel = "FILE", description = "the file to describe")
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private Path file;

    @Option(names = "--out", paramLabel = "FILE", description = "the torrent file to write (default: FILE.torrent)")
    private @Nullable Path out;

    @Option(
            names = "--form",
            defaultValue = "hybrid",
            description = "hybrid, v1 (for clients that know nothing else) or v2 (default: ${DEFAULT-VALUE})")
    private Form form = Form.HYBRID;

    @Option(names = "--name", description = "the suggested file name (default: the file's)")
    private @Nullable String name;

    @Option(names = "--piece-length", paramLabel = "BYTES", description = "a power of two from 16384 to 67108864")
    private @Nullable Integer pieceLength;

    @Option(names = "--tracker", paramLabel = "URL", description = "an announce URL; may be repeated")
    private List<String> trackers = new ArrayList<>();

    @Option(names = "--web-seed", paramLabel = "URL", description = "a web seed; may be repeated")
    private List<String> webSeeds = new ArrayList<>();

    /** Which halves the metainfo has. */
    enum Form {
        HYBRID,
        V1,
        V2
    }

    @Override
    protected CommandResult execute(Console console) throws Exception {
        if (!Files.isRegularFile(file)) {
            throw Refusal.notFound("input-not-found", "no file at " + file, "name an existing file");
        }
        Path target = out == null ? file.resolveSibling(file.getFileName() + ".torrent") : out;
        if (Files.exists(target)) {
            throw Refusal.failure("output-exists", target + " exists already", "remove it or name another with --out");
        }
        long size = Files.size(file);
        if (size < 1 || size > Merkle.MAX_SIZE_BYTES) {
            throw Refusal.usage(
                    "size", file + " has " + size + " bytes", "a track has 1 to " + Merkle.MAX_SIZE_BYTES + " bytes");
        }
        Metainfo metainfo = describe(hash(console, size));
        write(target, metainfo.encoded());
        console.say("wrote " + target);
        return TorrentInspectCommand.shown(metainfo);
    }

    private TrackHashes hash(Console console, long size) throws IOException {
        PieceLength length = Optional.ofNullable(pieceLength)
                .map(TorrentCreateCommand::checked)
                .orElseGet(() -> PieceLength.forSize(size));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                Progress progress = console.progress("hash", size, ProgressUnit.BYTES)) {
            return new TrackHashing(length).hash(channel, size, progress::advance);
        }
    }

    private static PieceLength checked(int bytes) {
        if (!PieceLength.isAllowed(bytes)) {
            throw Refusal.usage(
                    "piece-length",
                    "--piece-length " + bytes + " is not a power of two from 16384 to 67108864",
                    "leave it out, or choose such a number");
        }
        return new PieceLength(bytes);
    }

    private Metainfo describe(TrackHashes hashes) throws MetainfoException {
        String shownName = name == null ? file.getFileName().toString() : name;
        byte[] plain =
                switch (form) {
                    case HYBRID -> MetainfoWriter.hybrid(shownName, hashes);
                    case V1 -> MetainfoWriter.v1Only(shownName, hashes);
                    case V2 -> MetainfoWriter.v2Only(shownName, hashes);
                };
        List<List<String>> tiers = trackers.stream().map(List::of).toList();
        MetainfoLinks links = new MetainfoLinks(tiers, webSeeds, Optional.empty(), List.of());
        return Metainfo.parse(Metainfo.parse(plain).withLinks(links));
    }

    private static void write(Path target, byte[] bytes) throws IOException {
        Path temporary = Files.createTempFile(target.toAbsolutePath().getParent(), ".torrent", ".tmp");
        try {
            Files.write(temporary, bytes);
            Files.createLink(target, temporary);
        } catch (FileAlreadyExistsException e) {
            throw Refusal.failure("output-exists", target + " exists already", "remove it or name another with --out")
                    .causedBy(e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
