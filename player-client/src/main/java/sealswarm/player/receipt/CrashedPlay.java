package sealswarm.player.receipt;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.receipt.PlayEntry.ByteSources;
import sealswarm.license.receipt.PlayEntry.Reason;

/** Closes, at a new start, a play that a crash left open. */
public final class CrashedPlay {
    private CrashedPlay() {}

    /** Writes a {@code crash} entry if the last play of the log has no end. The log may have been emptied by an upload since. */
    public static void close(PlayLog log) throws IOException {
        Optional<PlayEntry> last = last(log.entries());
        if (last.isEmpty()) {
            return;
        }
        PlayEntry open = last.get();
        log.append((device, epoch, seq, prev) -> new PlayEntry(
                device,
                epoch,
                seq,
                prev,
                open.licenseId(),
                open.licenseRev(),
                open.grantId(),
                open.titleId(),
                open.trackId(),
                open.playId(),
                open.startedAt(),
                open.clock(),
                open.monoEnd(),
                open.monoEnd(),
                0,
                List.of(),
                Reason.CRASH,
                ByteSources.NONE,
                open.territoryHint(),
                open.anchor()));
    }

    private static Optional<PlayEntry> last(List<PlayEntry> entries) {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        PlayEntry last = entries.get(entries.size() - 1);
        return last.reason() == Reason.START || last.reason() == Reason.INTERVAL ? Optional.of(last) : Optional.empty();
    }
}
