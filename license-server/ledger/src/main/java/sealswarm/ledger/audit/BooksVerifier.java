package sealswarm.ledger.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.counting.MediaRange;
import sealswarm.ledger.counting.ReceiptEntry;
import sealswarm.ledger.counting.ReceiptEntry.Phase;
import sealswarm.ledger.journal.EntryKey;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.JournalEntry;
import sealswarm.ledger.journal.SaleFacts;
import sealswarm.ledger.journal.SaleLine;

/**
 * Says where books that are whole in themselves do not agree with what is kept beside them: closes and statements derived again,
 * orders against charges, charges against grants, plays against their charges. The journal's own chain is {@link
 * sealswarm.ledger.journal.JournalVerifier}'s. Pure.
 */
public final class BooksVerifier {
    private BooksVerifier() {}

    /** All findings, in the order of the checks; empty if everything agrees. */
    public static List<Finding> findings(Books books) {
        List<Finding> findings = new ArrayList<>();
        new CloseAudit(books, findings).run();
        charges(books, findings);
        plays(books, findings);
        return List.copyOf(findings);
    }

    private static void charges(Books books, List<Finding> findings) {
        Set<String> charged = new HashSet<>();
        for (JournalEntry entry : books.entries()) {
            if (entry.kind() == EntryKind.CHG) {
                SaleFacts sale = SaleFacts.of(entry.draft().facts());
                charged.add(sale.order());
                if (!books.orders().containsKey(sale.order())) {
                    findings.add(new Finding(CloseAudit.place(entry), "nobody ordered " + sale.order()));
                }
                sale.lines().forEach(line -> grant(books, entry, sale, line, findings));
            }
        }
        books.orders().forEach((order, state) -> {
            if (!state.equals(Evidence.Order.ASKED) && !charged.contains(order)) {
                findings.add(new Finding("order " + order, "its charge is missing from the journal"));
            }
        });
    }

    private static void grant(Books books, JournalEntry entry, SaleFacts sale, SaleLine line, List<Finding> findings) {
        String place = CloseAudit.place(entry) + " line " + line.no();
        Optional<Evidence.Grant> grant = books.given(line.grantId());
        if (grant.isEmpty()) {
            findings.add(new Finding(place, "its grant " + line.grantId() + " is missing"));
        } else if (!grant.orElseThrow().orderId().equals(sale.order())
                || !grant.orElseThrow().terms().titleId().equals(line.titleId())) {
            findings.add(new Finding(place, "its grant " + line.grantId() + " is of another order or title"));
        }
    }

    /** What is known of one play. */
    private static final class Play {
        private Optional<ReceiptEntry> start = Optional.empty();
        private final List<MediaRange> ranges = new ArrayList<>();
    }

    private static void plays(Books books, List<Finding> findings) {
        Map<String, JournalEntry> charges = new TreeMap<>();
        for (JournalEntry entry : books.entries()) {
            if (entry.kind() == EntryKind.PLY) {
                charges.put(entry.draft().key().text(), entry);
            }
        }
        Set<String> started = new HashSet<>();
        for (Play play : collected(books, findings).values()) {
            play.start.ifPresent(start -> {
                EntryKey key = EntryKey.of(
                        EntryKind.PLY,
                        start.place().device(),
                        Long.toString(start.place().epoch()),
                        Long.toString(start.place().seq()));
                started.add(key.text());
                long dueFrom = books.given(start.subject().grantId())
                        .map(Evidence.Grant::chargedAfterMillis)
                        .orElse(0L);
                boolean due = dueFrom > 0 && MediaRange.uniqueMillis(play.ranges) >= dueFrom;
                if (due && !charges.containsKey(key.text())) {
                    findings.add(new Finding("play " + start.place(), "its charge " + key + " is missing"));
                }
            });
        }
        charges.forEach((key, entry) -> {
            if (!started.contains(key)) {
                findings.add(new Finding(CloseAudit.place(entry), "no receipt starts the play it charges"));
            }
        });
    }

    private static Map<String, Play> collected(Books books, List<Finding> findings) {
        Map<String, Play> plays = new HashMap<>();
        for (Evidence.Receipt receipt : books.receipts()) {
            if (receipt.verdict().counts()) {
                try {
                    ReceiptEntry entry = receipt.entry();
                    Play play = plays.computeIfAbsent(
                            receipt.device() + ":" + receipt.epoch() + ":" + entry.playId(), id -> new Play());
                    play.ranges.addAll(entry.ranges());
                    if (entry.phase() == Phase.START) {
                        play.start = Optional.of(entry);
                    }
                } catch (LedgerException unreadable) {
                    findings.add(new Finding("receipt " + receipt.place(), String.valueOf(unreadable.getMessage())));
                }
            }
        }
        return plays;
    }
}
