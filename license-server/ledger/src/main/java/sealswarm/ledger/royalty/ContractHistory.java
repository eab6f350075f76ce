package sealswarm.ledger.royalty;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sealswarm.ledger.LedgerException;

/**
 * All versions of one contract in order; each ends where the next begins, so there is neither hole nor overlap.
 *
 * @param versions from version 1 on, rising
 */
public record ContractHistory(List<ContractVersion> versions) {
    /** Refuses missing versions and starts that do not rise. */
    public ContractHistory {
        versions = List.copyOf(versions);
        for (int i = 0; i < versions.size(); i++) {
            ContractVersion version = versions.get(i);
            if (version.version() != i + 1) {
                throw LedgerException.malformed(version.contractId() + ": version " + (i + 1) + " is missing");
            }
            if (i > 0) {
                checkNext(versions.get(i - 1), version);
            }
        }
        if (versions.isEmpty()) {
            throw LedgerException.malformed("a contract has at least one version");
        }
    }

    /** The histories in {@code versions} of any contracts in any order, by contract id. */
    public static Map<String, ContractHistory> of(Collection<ContractVersion> versions) {
        Map<String, List<ContractVersion>> byContract = new TreeMap<>();
        for (ContractVersion version : versions) {
            byContract
                    .computeIfAbsent(version.contractId(), unused -> new ArrayList<>())
                    .add(version);
        }
        Map<String, ContractHistory> histories = new TreeMap<>();
        byContract.forEach((id, list) -> {
            list.sort(Comparator.comparingInt(ContractVersion::version));
            histories.put(id, new ContractHistory(list));
        });
        return histories;
    }

    /** Refuses {@code next} unless it can follow {@code last}. */
    public static void checkNext(ContractVersion last, ContractVersion next) {
        if (!next.contractId().equals(last.contractId()) || next.version() != last.version() + 1) {
            throw LedgerException.malformed(
                    "version: " + (last.version() + 1) + " is the next one of " + last.contractId());
        }
        if (!next.validFrom().isAfter(last.validFrom())) {
            throw LedgerException.malformed("validFrom: must be after that of version " + last.version());
        }
        if (!next.currency().equals(last.currency())) {
            throw LedgerException.malformed("currency: a contract keeps its currency, which is " + last.currency());
        }
    }

    /** The history as it was when {@code top} was its highest version; empty if there was none. */
    public Optional<ContractHistory> upTo(int top) {
        return top < 1
                ? Optional.empty()
                : Optional.of(new ContractHistory(versions.subList(0, Math.min(top, versions.size()))));
    }

    public String contractId() {
        return versions.get(0).contractId();
    }

    public String currency() {
        return versions.get(0).currency();
    }

    /** The version by which something used at {@code at} earns, of those up to {@code top}. */
    public Optional<ContractVersion> at(Instant at, int top) {
        Optional<ContractVersion> found = Optional.empty();
        for (ContractVersion version : versions) {
            if (version.version() <= top && !at.isBefore(version.validFrom())) {
                found = Optional.of(version);
            }
        }
        return found.filter(version -> version.validAt(at));
    }
}
