package sealswarm.license.server.charging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sealswarm.ledger.journal.Account;
import sealswarm.ledger.journal.AccountKind;
import sealswarm.ledger.journal.EntryDraft;
import sealswarm.ledger.journal.EntryKey;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.Facts;
import sealswarm.ledger.journal.Posting;
import sealswarm.ledger.journal.StoredEntry;
import sealswarm.license.message.Accounts;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.ledger.Journal;
import sealswarm.license.server.ledger.JournalCommand;
import sealswarm.license.wire.WireJson;

/** An accountant's corrections: balanced entries with a reason, on every account but those that statements are made from. */
public final class AdjustmentDesk {
    private static final Set<AccountKind> STATED =
            Set.of(AccountKind.ROYALTY_EXPENSE, AccountKind.ROYALTY_ACCRUED, AccountKind.ROYALTY_PAYABLE);

    private final Journal journal;
    private final InstantSource clock;

    public AdjustmentDesk(Journal journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Posts a correction once.
     *
     * @param author subject of the accountant, recorded with it
     * @throws ProblemException {@code malformed} for an account that is none or belongs to statements, {@code insufficient-credit}
     *     if a wallet would be overdrawn; {@code unbalanced} comes from the ledger
     */
    public Accounts.Entry adjust(Accounts.Adjustment request, String author) {
        List<Posting> postings = request.postings().stream()
                .map(each -> new Posting(new Account(each.account()), each.amount()))
                .toList();
        for (Posting posting : postings) {
            if (STATED.contains(posting.account().kind())) {
                throw ProblemException.malformed(
                        "postings",
                        "no " + posting.account().kind().prefix() + " account: statements are made from them");
            }
        }
        ObjectNode facts = Facts.object();
        facts.set("adjustment", WireJson.tree(request));
        facts.put("author", author);
        EntryKey key = EntryKey.of(EntryKind.ADJ, request.reason(), request.target(), Integer.toString(request.n()));
        EntryDraft draft = new EntryDraft(
                key,
                clock.instant(),
                request.target(),
                Optional.empty(),
                Facts.of(facts).hash(),
                Facts.of(facts),
                postings);
        StoredEntry entry = journal.append(new JournalCommand(key, draft.req(), state -> {
                    for (Posting posting : postings) {
                        if (posting.account().kind().neverDebit()
                                && !posting.amount().negative()) {
                            Wallets.requireCredit(state, posting.account(), posting.amount());
                        }
                    }
                    return draft;
                }))
                .entry();
        return new Accounts.Entry(entry.entry().id(), entry.entry().seq());
    }
}
