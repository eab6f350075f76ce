package sealswarm.license.server.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sealswarm.ledger.counting.CountedPlay;
import sealswarm.ledger.counting.GrantTerms;
import sealswarm.ledger.counting.ReasonCode;
import sealswarm.ledger.journal.JournalEntry;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.journal.SaleFacts;
import sealswarm.ledger.journal.SaleLine;
import sealswarm.ledger.statement.MerkleRoot;
import sealswarm.license.money.Money;

/**
 * The rows of a usage export: sales and plays, added up per context, never single ones; plays that bear no royalty under their
 * reason. For one thread.
 */
final class UsageRows {
    /** Name of the service in rows. */
    static final String SERVICE = "sealswarm";

    private record Key(
            String originPeriod,
            String territory,
            String titleId,
            String trackId,
            String useType,
            String commercialModel,
            String offerId,
            long offerVersion,
            String reason,
            String currency,
            long unitNet) {}

    private static final Comparator<Key> ORDER = Comparator.comparing(Key::originPeriod)
            .thenComparing(Key::titleId)
            .thenComparing(Key::trackId)
            .thenComparing(Key::territory)
            .thenComparing(Key::useType)
            .thenComparing(Key::commercialModel)
            .thenComparing(Key::offerId)
            .thenComparingLong(Key::offerVersion)
            .thenComparing(Key::reason)
            .thenComparing(Key::currency)
            .thenComparingLong(Key::unitNet);

    private static final class Sums {
        private long usages;
        private long returns;
        private long playedMillis;
        private long net;
        private final List<CountedPlay> plays = new ArrayList<>();
    }

    private final Period period;
    private final String countingRule;
    private final TitleNames titles;
    private final Map<Key, Sums> sums = new TreeMap<>(ORDER);

    UsageRows(Period period, String countingRule, TitleNames titles) {
        this.period = period;
        this.countingRule = countingRule;
        this.titles = titles;
    }

    void add(JournalEntry entry) {
        SaleFacts.of(entry).ifPresent(sale -> sale.lines().forEach(line -> add(sale, line)));
    }

    private void add(SaleFacts sale, SaleLine line) {
        long unitNet = line.quantity() == 0 ? 0 : line.net().minorUnits() / line.quantity();
        Sums of = sums.computeIfAbsent(
                new Key(
                        Period.of(sale.soldAt()).toString(),
                        line.territory(),
                        line.titleId(),
                        line.trackId(),
                        line.useType().text(),
                        line.commercialModel().text(),
                        line.offerId(),
                        line.offerVersion(),
                        "",
                        line.net().currency(),
                        unitNet),
                unused -> new Sums());
        if (line.quantity() < 0) {
            of.returns -= line.quantity();
        } else {
            of.usages += line.quantity();
        }
        of.net = Math.addExact(of.net, line.net().minorUnits());
    }

    void add(CountedPlay play) {
        boolean known = play.terms().isPresent();
        Sums of = sums.computeIfAbsent(
                new Key(
                        play.originPeriod().toString(),
                        play.terms().map(GrantTerms::territory).orElse(""),
                        play.titleId(),
                        play.trackId(),
                        play.terms().map(terms -> terms.useType().text()).orElse(""),
                        play.terms()
                                .map(terms -> terms.commercialModel().text())
                                .orElse(""),
                        play.terms().map(GrantTerms::offerId).orElse(""),
                        known ? play.terms().orElseThrow().offerVersion() : 0,
                        // A counted play that is no sale is told from one by its own word.
                        play.excluded().map(ReasonCode::name).orElse("PLAY"),
                        "",
                        0),
                unused -> new Sums());
        of.usages++;
        of.playedMillis = Math.addExact(of.playedMillis, play.playedMillis());
        of.plays.add(play);
    }

    List<RowBuilder> rows() {
        List<RowBuilder> rows = new ArrayList<>();
        sums.forEach((key, of) -> rows.add(row(key, of)));
        return rows;
    }

    private RowBuilder row(Key key, Sums of) {
        boolean play = !of.plays.isEmpty();
        boolean bearing = key.reason().isEmpty() || key.reason().equals("PLAY");
        TitleNames.Title title = titles.title(key.titleId());
        RowBuilder row = new RowBuilder(ExportKind.USAGE)
                .text("period", period.toString())
                .text("origin_period", key.originPeriod())
                .text("service", SERVICE)
                .text("territory", key.territory())
                .text("studio_id", title.studio())
                .text("title_id", key.titleId())
                .text("title", title.name())
                .text("track_id", key.trackId())
                .text("use_type", key.useType())
                .text("commercial_model", key.commercialModel())
                .text("offer_id", key.offerId())
                .number("offer_version", key.offerVersion())
                .text("counting_rule", play ? countingRule : "")
                .text("royalty_bearing", bearing ? "true" : "false")
                .text("reason_code", bearing ? "" : key.reason())
                .number("usages", of.usages)
                .number("returns", of.returns)
                .number("net_usages", of.usages - of.returns)
                .number("played_ms", of.playedMillis);
        if (play) {
            return row.text("receipt_root", root(of.plays));
        }
        return row.money("unit_price_net", Money.of(key.currency(), key.unitNet()))
                .money("net_revenue", Money.of(key.currency(), of.net));
    }

    private static String root(List<CountedPlay> plays) {
        return MerkleRoot.of(plays.stream()
                        .flatMap(play -> play.entries().stream())
                        .map(ref -> ref.hash())
                        .toList())
                .hex();
    }
}
