package sealswarm.ledger.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import sealswarm.format.json.StrictJson;
import sealswarm.format.problem.FormatException;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.counting.ReceiptEntry;
import sealswarm.ledger.journal.EntryDraft;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.EntryPlacement;
import sealswarm.ledger.journal.JournalEntry;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.journal.Posting;
import sealswarm.ledger.statement.Close;
import sealswarm.ledger.statement.CloseFold;
import sealswarm.ledger.statement.CutFacts;
import sealswarm.ledger.statement.StatementDocument;

/** Closes every cut period again and compares statements and entries with what is stored. */
final class CloseAudit {
    private final Books books;
    private final List<Finding> findings;

    CloseAudit(Books books, List<Finding> findings) {
        this.books = books;
        this.findings = findings;
    }

    void run() {
        Set<String> derived = new HashSet<>();
        Set<Period> cut = new HashSet<>();
        for (JournalEntry entry : books.entries()) {
            if (entry.kind() == EntryKind.CUT) {
                cut.add(EntryPlacement.periodOf(entry.draft().key()));
                close(entry).ifPresent(close -> {
                    close.statements()
                            .forEach(each -> derived.add(each.statement().statementId()));
                    compare(close);
                });
            }
        }
        for (String id : new TreeSet<>(books.statements().keySet())) {
            if (!derived.contains(id)) {
                findings.add(new Finding("statement " + id, "no contract, entry or receipt leads to it"));
            }
        }
        for (JournalEntry entry : books.entries()) {
            boolean ofUncut = entry.kind().ofClose()
                    && !cut.contains(EntryPlacement.periodOf(entry.draft().key()));
            if (ofUncut) {
                findings.add(new Finding(place(entry), "its period was never cut"));
            }
        }
    }

    private Optional<Close> close(JournalEntry cut) {
        try {
            Period period = EntryPlacement.periodOf(cut.draft().key());
            CutFacts facts = CutFacts.of(cut.draft().facts());
            missingSegments(cut, facts);
            CloseFold fold = new CloseFold(period, books.contracts());
            for (JournalEntry entry : books.entries()) {
                if (entry.seq() <= cut.seq()) {
                    fold.accept(entry);
                }
            }
            List<ReceiptEntry> receipts = new ArrayList<>();
            for (Evidence.Receipt receipt : books.receipts()) {
                if (receipt.readable() && receipt.n() <= facts.streams().getOrDefault(receipt.stream(), 0L)) {
                    receipts.add(receipt.entry());
                }
            }
            return Optional.of(fold.close(receipts, books));
        } catch (LedgerException | FormatException wrong) {
            findings.add(new Finding(place(cut), "its close cannot be derived: " + wrong.getMessage()));
            return Optional.empty();
        }
    }

    /** A cut names how far each stream of receipts went: all of it must be there. */
    private void missingSegments(JournalEntry cut, CutFacts facts) {
        Map<String, Set<Long>> seen = new HashMap<>();
        books.receipts().forEach(each -> seen.computeIfAbsent(each.stream(), stream -> new HashSet<>())
                .add(each.n()));
        new TreeMap<>(facts.streams()).forEach((stream, last) -> {
            for (long n = 1; n <= last; n++) {
                if (!seen.getOrDefault(stream, Set.of()).contains(n)) {
                    findings.add(
                            new Finding("receipts " + stream + ":" + n, "missing; " + place(cut) + " counted them"));
                    return;
                }
            }
        });
    }

    private void compare(Close close) {
        boolean closed = books.entries().stream()
                .anyMatch(entry -> entry.kind() == EntryKind.CLS
                        && EntryPlacement.periodOf(entry.draft().key()).equals(close.period()));
        for (StatementDocument statement : close.statements()) {
            compare(statement, closed);
        }
        Map<String, JournalEntry> stored = new TreeMap<>();
        for (JournalEntry entry : books.entries()) {
            boolean made = entry.kind().ofClose() && entry.kind() != EntryKind.CUT;
            if (made && EntryPlacement.periodOf(entry.draft().key()).equals(close.period())) {
                stored.put(entry.draft().key().text(), entry);
            }
        }
        for (EntryDraft draft : close.entries()) {
            Optional<JournalEntry> entry =
                    Optional.ofNullable(stored.remove(draft.key().text()));
            if (entry.isPresent()) {
                compare(entry.orElseThrow(), draft);
            } else if (closed) {
                findings.add(new Finding("entry " + draft.key(), "missing from the close of " + close.period()));
            }
        }
        stored.values()
                .forEach(entry -> findings.add(new Finding(place(entry), "no contract, entry or receipt leads to it")));
    }

    private void compare(StatementDocument derived, boolean closed) {
        String id = derived.statement().statementId();
        String text = books.statements().get(id);
        if (text == null) {
            if (closed) {
                findings.add(new Finding("statement " + id, "missing"));
            }
        } else if (!text.equals(derived.text())) {
            findings.add(new Finding("statement " + id, difference(text, derived.text())));
        }
    }

    private static String difference(String stored, String derived) {
        try {
            return difference("", tree(stored), tree(derived));
        } catch (FormatException unreadable) {
            return "unreadable: " + unreadable.getMessage();
        }
    }

    private static JsonNode tree(String text) {
        return StrictJson.parseObject(text.getBytes(StandardCharsets.UTF_8), StatementDocument.MAX_BYTES);
    }

    /** The first member in which two trees differ, as a path, with both values. */
    private static String difference(String path, JsonNode stored, JsonNode derived) {
        if (stored.isObject() && derived.isObject()) {
            Set<String> names = new TreeSet<>();
            stored.fieldNames().forEachRemaining(names::add);
            derived.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                if (!stored.path(name).equals(derived.path(name))) {
                    return difference(path.isEmpty() ? name : path + "." + name, stored.path(name), derived.path(name));
                }
            }
        }
        if (stored.isArray() && derived.isArray() && stored.size() == derived.size()) {
            for (int i = 0; i < stored.size(); i++) {
                if (!stored.path(i).equals(derived.path(i))) {
                    return difference(path + "[" + i + "]", stored.path(i), derived.path(i));
                }
            }
        }
        return path + " is " + shown(stored) + ", derived " + shown(derived);
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "absent" : node.isTextual() ? node.asText() : node.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }

    private void compare(JournalEntry stored, EntryDraft derived) {
        Set<Posting> ours = new HashSet<>(derived.postings());
        Set<Posting> theirs = new HashSet<>(stored.draft().postings());
        if (!ours.equals(theirs)) {
            findings.add(new Finding(
                    place(stored),
                    "postings are " + shown(stored.draft().postings()) + ", derived " + shown(derived.postings())));
        } else if (!stored.draft().facts().equals(derived.facts())) {
            findings.add(new Finding(
                    place(stored),
                    "facts: "
                            + difference(
                                    "",
                                    stored.draft().facts().tree(),
                                    derived.facts().tree())));
        }
    }

    private static String shown(List<Posting> postings) {
        return postings.stream()
                .map(each -> each.account() + " " + each.amount())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    static String place(JournalEntry entry) {
        return "entry " + entry.seq() + " (" + entry.id() + ")";
    }
}
