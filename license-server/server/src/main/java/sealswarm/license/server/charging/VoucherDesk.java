package sealswarm.license.server.charging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.ledger.journal.Account;
import sealswarm.ledger.journal.AccountKind;
import sealswarm.ledger.journal.EntryDraft;
import sealswarm.ledger.journal.EntryKey;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.Facts;
import sealswarm.ledger.journal.Posting;
import sealswarm.ledger.journal.StoredEntry;
import sealswarm.license.message.Charges.VoucherBatch;
import sealswarm.license.message.Charges.VoucherBatchRequest;
import sealswarm.license.message.Charges.VoucherCredit;
import sealswarm.license.message.Charges.VoucherRedemption;
import sealswarm.license.message.Charges.Wallet;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.ledger.Journal;
import sealswarm.license.server.ledger.JournalCommand;
import sealswarm.license.wire.WireJson;

/** Store credit: vouchers in, balance out. A voucher's hash is the key of its entry, so it is redeemed once whoever tries. */
public final class VoucherDesk {
    private final Journal journal;
    private final VoucherStore vouchers;
    private final Buyers buyers;
    private final SecureRandom random;
    private final InstantSource clock;

    public VoucherDesk(
            Journal journal, VoucherStore vouchers, Buyers buyers, SecureRandom random, InstantSource clock) {
        this.journal = journal;
        this.vouchers = vouchers;
        this.buyers = buyers;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Makes a batch. Its codes are shown this once: the same batch again is refused.
     *
     * @throws ProblemException {@code idempotency-mismatch} if the batch was made before
     */
    public VoucherBatch issue(VoucherBatchRequest request) {
        EntryKey key = EntryKey.of(EntryKind.ISS, request.batch());
        String id = journal.book() + "/" + key;
        if (journal.find(List.of(id)).containsKey(id)) {
            throw madeBefore(request.batch());
        }
        List<VoucherCode> codes = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            codes.add(VoucherCode.random(random));
        }
        // First the vouchers, then the entry: without the entry no voucher of the batch is honoured.
        vouchers.insert(codes.stream()
                .map(code -> new Voucher(code.hash(), request.batch(), request.amount()))
                .toList());
        ObjectNode facts = Facts.object();
        facts.set("batch", WireJson.tree(request));
        Account source =
                switch (request.fundedBy()) {
                    case BANK -> Account.of(AccountKind.BANK_CLEARING);
                    case PROMO -> Account.of(AccountKind.PROMO_EXPENSE);
                };
        Money total = request.amount().times(request.count());
        EntryDraft draft = new EntryDraft(
                key,
                clock.instant(),
                request.batch(),
                Optional.empty(),
                Facts.of(facts).hash(),
                Facts.of(facts),
                List.of(
                        new Posting(source, total),
                        new Posting(Account.of(AccountKind.VOUCHER, request.batch()), total.negated())));
        if (journal.append(JournalCommand.of(draft)).existed() == Journal.Existed.BEFORE) {
            throw madeBefore(request.batch());
        }
        return new VoucherBatch(
                request.batch(),
                request.amount(),
                codes.stream().map(VoucherCode::shown).toList());
    }

    /**
     * Turns a voucher into credit.
     *
     * @param idempotencyKey of the request: the same one again gets the same answer
     * @throws ProblemException {@code not-found} for a code that is none, {@code voucher-used} for one redeemed before
     */
    public VoucherCredit redeem(VoucherRedemption request, String idempotencyKey) {
        Voucher voucher = VoucherCode.typed(request.code())
                .flatMap(code -> vouchers.find(code.hash()))
                .filter(this::issued)
                .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND, "no such voucher"));
        Account wallet = Account.of(AccountKind.WALLET, buyers.pseudonym(request.subject()));
        ObjectNode facts = Facts.object();
        facts.put("batch", voucher.batch());
        ObjectNode canonical = Facts.object();
        canonical.put("voucher", voucher.hash().hex());
        canonical.put("wallet", wallet.name());
        canonical.put("key", idempotencyKey);
        EntryDraft draft = new EntryDraft(
                EntryKey.of(EntryKind.VCH, voucher.hash().hex()),
                clock.instant(),
                voucher.batch(),
                Optional.empty(),
                Facts.hashOf(canonical),
                Facts.of(facts),
                List.of(
                        new Posting(Account.of(AccountKind.VOUCHER, voucher.batch()), voucher.amount()),
                        new Posting(wallet, voucher.amount().negated())));
        StoredEntry entry = append(draft);
        Money balance = journal.read(
                state -> Wallets.credit(state, wallet, voucher.amount().currency()));
        return new VoucherCredit(voucher.amount(), balance, entry.entry().id());
    }

    /** What an account holds: one balance per currency it ever had. */
    public Wallet wallet(String subject) {
        Account wallet = Account.of(AccountKind.WALLET, buyers.pseudonym(subject));
        Map<String, Long> balances = journal.read(state -> state.balances(wallet));
        return new Wallet(
                subject,
                balances.entrySet().stream()
                        .map(each -> Money.of(each.getKey(), each.getValue()).negated())
                        .toList());
    }

    private boolean issued(Voucher voucher) {
        String id = journal.book() + "/" + EntryKey.of(EntryKind.ISS, voucher.batch());
        return journal.find(List.of(id)).containsKey(id);
    }

    private StoredEntry append(EntryDraft draft) {
        try {
            return journal.append(JournalCommand.of(draft)).entry();
        } catch (ProblemException refused) {
            if (refused.type() == ProblemType.IDEMPOTENCY_MISMATCH) {
                throw ProblemException.of(ProblemType.VOUCHER_USED, "the voucher was redeemed before");
            }
            throw refused;
        }
    }

    private static ProblemException madeBefore(String batch) {
        return ProblemException.of(
                ProblemType.IDEMPOTENCY_MISMATCH,
                "batch " + batch + " was made before; its codes were shown then: use another name");
    }
}
