package sealswarm.ledger.journal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sealswarm.format.json.CanonicalJson;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.StrictJson;
import sealswarm.format.problem.FormatException;
import sealswarm.ledger.LedgerException;
import sealswarm.license.money.Money;
import sealswarm.license.money.MoneyException;

/** The bytes of an entry: RFC 8785 JSON, written once, read strictly (docs/spec/journal-v1.md, section 4). */
public final class EntryBytes {
    /** Largest entry. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final int VERSION = 1;

    private EntryBytes() {}

    /** Writes {@code entry}. */
    public static StoredEntry write(JournalEntry entry) {
        byte[] bytes = CanonicalJson.bytes(tree(entry));
        if (bytes.length > MAX_BYTES) {
            throw LedgerException.malformed(
                    entry.draft().key() + " needs " + bytes.length + " bytes, at most " + MAX_BYTES);
        }
        return new StoredEntry(entry, new String(bytes, StandardCharsets.UTF_8), Sha256.ofLeaf(bytes));
    }

    /**
     * Reads the bytes of one entry.
     *
     * @throws LedgerException if they are not exactly what {@link #write} would write for some entry
     */
    public static StoredEntry read(byte[] bytes) {
        try {
            ObjectNode tree = StrictJson.parseObject(bytes, MAX_BYTES);
            if (!Arrays.equals(CanonicalJson.bytes(tree), bytes)) {
                throw LedgerException.malformed("entry is not in canonical form");
            }
            JournalEntry entry = entry(JsonMembers.of(tree, ""));
            return new StoredEntry(entry, new String(bytes, StandardCharsets.UTF_8), Sha256.ofLeaf(bytes));
        } catch (FormatException | MoneyException e) {
            throw LedgerException.malformed(String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode tree(JournalEntry entry) {
        EntryDraft draft = entry.draft();
        ObjectNode tree = Facts.object();
        tree.put("v", VERSION);
        tree.put("id", entry.id());
        tree.put("book", entry.book());
        tree.put("seq", entry.seq());
        tree.put("prev", entry.prev().hex());
        tree.put("at", JournalTime.text(entry.at()));
        tree.put("effective", JournalTime.text(draft.effective()));
        tree.put("period", entry.period().toString());
        tree.put("originPeriod", entry.originPeriod().toString());
        tree.put("kind", entry.kind().text());
        tree.put("ref", draft.ref());
        draft.reverses().ifPresent(key -> tree.put("reverses", key.text()));
        tree.put("policy", JournalEntry.POLICY);
        tree.put("req", draft.req().hex());
        tree.set("facts", draft.facts().tree());
        ArrayNode postings = tree.putArray("postings");
        for (Posting posting : draft.postings()) {
            ObjectNode node = postings.addObject();
            node.put("a", posting.account().name());
            node.put("c", posting.amount().currency());
            node.put("m", Long.toString(posting.amount().minorUnits()));
        }
        return tree;
    }

    private static JournalEntry entry(JsonMembers in) {
        in.integer("v", VERSION, VERSION);
        in.constant("policy", JournalEntry.POLICY);
        String book = in.text("book");
        String id = in.text("id");
        if (!id.startsWith(book + "/")) {
            throw LedgerException.malformed("id: '" + id + "' is not of book " + book);
        }
        EntryKey key = new EntryKey(id.substring(book.length() + 1));
        in.constant("kind", key.kind().text());
        EntryDraft draft = new EntryDraft(
                key,
                JournalTime.parse(in.text("effective")),
                in.text("ref"),
                in.has("reverses") ? Optional.of(new EntryKey(in.text("reverses"))) : Optional.empty(),
                new Sha256(in.text("req")),
                Facts.of(in.tree("facts")),
                postings(in));
        JournalEntry entry = new JournalEntry(
                book,
                in.integer("seq", 1, StrictJson.MAX_INTEGER),
                new Sha256(in.text("prev")),
                JournalTime.parse(in.text("at")),
                Period.parse(in.text("period")),
                Period.parse(in.text("originPeriod")),
                draft);
        in.close();
        return entry;
    }

    private static List<Posting> postings(JsonMembers in) {
        List<Posting> postings = new ArrayList<>();
        for (JsonMembers each : in.objects("postings", 0, EntryDraft.MAX_POSTINGS)) {
            Money amount = Money.of(each.text("c"), Money.parseUnits(each.text("m")));
            postings.add(new Posting(new Account(each.text("a")), amount));
            each.close();
        }
        return postings;
    }
}
