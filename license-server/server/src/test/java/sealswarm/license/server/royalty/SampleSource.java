package sealswarm.license.server.royalty;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.ledger.counting.GrantTerms;
import sealswarm.ledger.counting.MediaRange;
import sealswarm.ledger.counting.ReceiptEntry;
import sealswarm.ledger.counting.Verdict;
import sealswarm.ledger.journal.CommercialModel;
import sealswarm.ledger.journal.Sha256;
import sealswarm.ledger.journal.UseType;

/** Receipts in memory, in one stream. */
public final class SampleSource implements PlaySource {
    private final List<ReceiptEntry> entries = new ArrayList<>();

    /** A play of a bought copy of {@code seconds} seconds. */
    public void play(String device, long seq, Instant at, long seconds) {
        entry(device, seq, ReceiptEntry.Phase.START, at, List.of());
        entry(device, seq + 1, ReceiptEntry.Phase.CLOSE, at, List.of(new MediaRange(0, seconds * 1000)));
    }

    private void entry(String device, long seq, ReceiptEntry.Phase phase, Instant at, List<MediaRange> ranges) {
        entries.add(new ReceiptEntry(
                new ReceiptEntry.Place(device, 1, seq),
                Sha256.of((device + seq).getBytes(StandardCharsets.UTF_8)),
                new ReceiptEntry.Subject("g1", "lic1", "demo-film", "hd"),
                "play-" + (seq + 1) / 2,
                phase,
                at,
                at,
                0,
                ranges,
                Verdict.ACCEPTED,
                new ReceiptEntry.Arrival("s", entries.size() + 1)));
    }

    @Override
    public Map<String, Long> streams() {
        return new HashMap<>(Map.of("s", (long) entries.size()));
    }

    @Override
    public Collection<ReceiptEntry> entries(Map<String, Long> streams) {
        long upTo = streams.getOrDefault("s", 0L);
        return entries.stream().filter(entry -> entry.arrival().n() <= upTo).toList();
    }

    @Override
    public Optional<GrantTerms> grant(String grantId) {
        return Optional.of(new GrantTerms(
                grantId,
                "buyer-anna",
                "demo-film",
                "film",
                1,
                UseType.PERMANENT_DOWNLOAD,
                CommercialModel.PAY_AS_YOU_GO,
                "DE",
                GrantTerms.Standing.SOLD));
    }

    @Override
    public long durationMillis(String titleId, String trackId) {
        return 5_400_000;
    }
}
