package sealswarm.ledger.counting;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.ledger.counting.GrantTerms.Standing;
import sealswarm.ledger.counting.ReceiptEntry.Arrival;
import sealswarm.ledger.counting.ReceiptEntry.Phase;
import sealswarm.ledger.counting.ReceiptEntry.Place;
import sealswarm.ledger.counting.ReceiptEntry.Subject;
import sealswarm.ledger.journal.CommercialModel;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.journal.Sha256;
import sealswarm.ledger.journal.UseType;

/** Builds receipt entries of plays for tests: one stream, entries arriving in the order they are made. */
public final class SamplePlays implements PlayFacts {
    public static final Instant NOON = Instant.parse("2031-04-05T12:00:00Z");
    public static final long FILM_MILLIS = 5_400_000;

    private final List<ReceiptEntry> entries = new ArrayList<>();
    private final Map<String, GrantTerms> grants = new HashMap<>();
    private final Map<String, Long> seqs = new HashMap<>();

    /** A grant of its own for {@code buyer}, each with the buyer's name as id. */
    public SamplePlays grant(String buyer, Standing standing) {
        grants.put(
                buyer,
                new GrantTerms(
                        buyer,
                        buyer,
                        "demo-film",
                        "offer",
                        1,
                        UseType.ON_DEMAND_STREAM,
                        CommercialModel.PAY_AS_YOU_GO,
                        "DE",
                        standing));
        return this;
    }

    /** A play of the first {@code seconds} of the film on {@code device}: start and closing entry. */
    public SamplePlays play(String device, String buyer, String playId, Instant at, long seconds) {
        entry(device, buyer, playId, Phase.START, at, 0, List.of(), Verdict.ACCEPTED);
        return entry(
                device,
                buyer,
                playId,
                Phase.CLOSE,
                at.plusSeconds(seconds),
                seconds * 1000,
                seconds == 0 ? List.of() : List.of(new MediaRange(0, seconds * 1000)),
                Verdict.ACCEPTED);
    }

    public SamplePlays entry(
            String device,
            String buyer,
            String playId,
            Phase phase,
            Instant at,
            long playedMillis,
            List<MediaRange> ranges,
            Verdict verdict) {
        long seq = seqs.merge(device, 1L, Long::sum);
        entries.add(new ReceiptEntry(
                new Place(device, 1, seq),
                Sha256.of((device + seq).getBytes(StandardCharsets.UTF_8)),
                new Subject(buyer, "license-" + buyer, "demo-film", "hd"),
                playId,
                phase,
                at,
                at.plusSeconds(1),
                playedMillis,
                ranges,
                verdict,
                new Arrival("s", entries.size() + 1)));
        return this;
    }

    public List<ReceiptEntry> entries() {
        return List.copyOf(entries);
    }

    /** A cut holding everything made so far, five days after the period. */
    public Cut cut(String period) {
        return cut(period, entries.size());
    }

    public Cut cut(String period, long upTo) {
        Period of = Period.parse(period);
        return new Cut(of, of.end().plusSeconds(5 * 86_400), Map.of("s", upTo));
    }

    public PlayCounter counter() {
        return new PlayCounter(CountingRule.PLAY_30S, this, entries);
    }

    @Override
    public Optional<GrantTerms> grant(String grantId) {
        return Optional.ofNullable(grants.get(grantId));
    }

    @Override
    public long durationMillis(String titleId, String trackId) {
        return FILM_MILLIS;
    }
}
