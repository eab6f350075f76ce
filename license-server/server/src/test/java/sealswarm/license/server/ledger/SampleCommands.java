package sealswarm.license.server.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sealswarm.ledger.journal.Account;
import sealswarm.ledger.journal.AccountKind;
import sealswarm.ledger.journal.EntryDraft;
import sealswarm.ledger.journal.EntryKey;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.Facts;
import sealswarm.ledger.journal.Posting;
import sealswarm.ledger.journal.Sha256;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;

/** Money events for tests of the journal. */
public final class SampleCommands {
    public static final Instant NOON = Instant.parse("2031-04-05T12:00:00Z");

    private SampleCommands() {}

    public static EntryDraft voucher(String hash, String buyer, long cents) {
        return draft(
                EntryKey.of(EntryKind.VCH, hash),
                Posting.of(Account.of(AccountKind.VOUCHER, "batch"), "EUR", cents),
                Posting.of(wallet(buyer), "EUR", -cents));
    }

    /** A purchase that is refused if the wallet does not cover it. */
    public static JournalCommand purchase(String order, String buyer, long cents) {
        EntryDraft draft = draft(
                EntryKey.of(EntryKind.CHG, order),
                Posting.of(wallet(buyer), "EUR", cents),
                Posting.of(Account.of(AccountKind.SALES_NET, "demo-film"), "EUR", -cents));
        return new JournalCommand(draft.key(), draft.req(), state -> {
            if (-state.balance(wallet(buyer), "EUR") < cents) {
                throw ProblemException.of(ProblemType.INSUFFICIENT_CREDIT, "not enough");
            }
            return draft;
        });
    }

    public static Account wallet(String buyer) {
        return Account.of(AccountKind.WALLET, buyer);
    }

    private static EntryDraft draft(EntryKey key, Posting... postings) {
        String request = key + " " + List.of(postings);
        return new EntryDraft(
                key,
                NOON,
                "test",
                Optional.empty(),
                Sha256.of(request.getBytes(StandardCharsets.UTF_8)),
                Facts.none(),
                List.of(postings));
    }
}
