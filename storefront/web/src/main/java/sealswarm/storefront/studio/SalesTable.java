package sealswarm.storefront.studio;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.storefront.web.PageRefusal;

/**
 * What a studio sold in one period, by currency and title; nothing is ever added over currencies. Pure.
 *
 * @param currencies one part for each currency, by its code
 */
public record SalesTable(List<InCurrency> currencies) {
    /** Keeps a copy. */
    public SalesTable {
        currencies = List.copyOf(currencies);
    }

    /** What kind of row of the charges export (export-v1) a figure comes from. */
    enum RowType {
        SALE,
        PLAY,
        REFUND
    }

    /**
     * One title in one currency. Refunds are negative in the amounts and counted by themselves.
     *
     * @param titleId the title
     * @param title its name
     * @param sold copies sold
     * @param plays plays charged one by one
     * @param refunded copies and plays paid back
     * @param gross what buyers paid, less what they got back
     * @param tax part of gross
     * @param net the rest
     */
    public record Line(
            String titleId, String title, long sold, long plays, long refunded, Money gross, Money tax, Money net) {
        Line plus(Line other) {
            return new Line(
                    titleId,
                    other.title,
                    Math.addExact(sold, other.sold),
                    Math.addExact(plays, other.plays),
                    Math.addExact(refunded, other.refunded),
                    gross.plus(other.gross),
                    tax.plus(other.tax),
                    net.plus(other.net));
        }
    }

    /**
     * One currency.
     *
     * @param currency its code
     * @param lines one for each title, by name
     * @param total of all lines; its title is empty
     */
    public record InCurrency(String currency, List<Line> lines, Line total) {
        /** Keeps a copy. */
        public InCurrency {
            lines = List.copyOf(lines);
        }
    }

    /** Adds up rows as they come. For one thread. */
    static final class Tally {
        /** Most titles added up; a studio with more reads the export itself. */
        static final int MAX_TITLES = 2_000;

        private final Map<String, Map<String, Line>> lines = new TreeMap<>();
        private int titles;

        /**
         * Adds one row.
         *
         * @throws PageRefusal too-large beyond {@link #MAX_TITLES}
         */
        void add(RowType type, String titleId, String title, long quantity, Money gross, Money tax, Money net) {
            long count = Math.absExact(quantity);
            Line line = new Line(
                    titleId,
                    title,
                    type == RowType.SALE ? count : 0,
                    type == RowType.PLAY ? count : 0,
                    type == RowType.REFUND ? count : 0,
                    gross,
                    tax,
                    net);
            Map<String, Line> ofCurrency = lines.computeIfAbsent(net.currency(), currency -> new TreeMap<>());
            if (!ofCurrency.containsKey(titleId) && ++titles > MAX_TITLES) {
                throw new PageRefusal(ProblemType.TOO_LARGE);
            }
            ofCurrency.merge(titleId, line, Line::plus);
        }

        SalesTable table() {
            List<InCurrency> currencies = new ArrayList<>();
            lines.forEach((currency, ofTitles) -> {
                Money none = Money.zero(currency);
                Line total = ofTitles.values().stream().reduce(new Line("", "", 0, 0, 0, none, none, none), Line::plus);
                currencies.add(new InCurrency(
                        currency,
                        ofTitles.values().stream()
                                .sorted(Comparator.comparing(Line::title).thenComparing(Line::titleId))
                                .toList(),
                        total));
            });
            return new SalesTable(currencies);
        }
    }
}
