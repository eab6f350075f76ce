package sealswarm.ledger.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sealswarm.ledger.audit.Evidence.Contract;
import sealswarm.ledger.audit.Evidence.Grant;
import sealswarm.ledger.audit.Evidence.Order;
import sealswarm.ledger.audit.Evidence.Receipt;
import sealswarm.ledger.audit.Evidence.StatementText;
import sealswarm.ledger.audit.Evidence.Track;
import sealswarm.ledger.counting.GrantTerms;
import sealswarm.ledger.counting.PlayFacts;
import sealswarm.ledger.journal.JournalEntry;
import sealswarm.ledger.royalty.ContractVersion;

/** A journal that was rebuilt from its bytes, and what is kept beside it. Filled line by line; for one thread. */
public final class Books implements PlayFacts {
    private final List<JournalEntry> entries;
    private final List<ContractVersion> contracts = new ArrayList<>();
    private final Map<String, String> statements = new HashMap<>();
    private final Map<String, String> orders = new TreeMap<>();
    private final Map<String, Grant> grants = new HashMap<>();
    private final Map<String, Long> durations = new HashMap<>();
    private final List<Receipt> receipts = new ArrayList<>();

    /** @param entries of the whole book, in order */
    public Books(List<JournalEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Takes in the next line of evidence. */
    public void add(Evidence evidence) {
        switch (evidence.kind()) {
            case CONTRACT -> contracts.add(((Contract) evidence).contract());
            case STATEMENT -> statements.put(((StatementText) evidence).id(), ((StatementText) evidence).text());
            case ORDER -> orders.put(((Order) evidence).orderId(), ((Order) evidence).state());
            case GRANT -> grants.put(((Grant) evidence).terms().grantId(), (Grant) evidence);
            case TRACK ->
                durations.put(
                        key(((Track) evidence).titleId(), ((Track) evidence).trackId()),
                        ((Track) evidence).durationMillis());
            case RECEIPT -> receipts.add((Receipt) evidence);
        }
    }

    public List<JournalEntry> entries() {
        return entries;
    }

    List<ContractVersion> contracts() {
        return contracts;
    }

    /** Stored statements by id. */
    public Map<String, String> statements() {
        return Map.copyOf(statements);
    }

    /** States of orders by id. */
    Map<String, String> orders() {
        return orders;
    }

    List<Receipt> receipts() {
        return receipts;
    }

    Optional<Grant> given(String grantId) {
        return Optional.ofNullable(grants.get(grantId));
    }

    @Override
    public Optional<GrantTerms> grant(String grantId) {
        return given(grantId).map(Grant::terms);
    }

    @Override
    public long durationMillis(String titleId, String trackId) {
        return durations.getOrDefault(key(titleId, trackId), 0L);
    }

    private static String key(String titleId, String trackId) {
        return titleId + "/" + trackId;
    }
}
