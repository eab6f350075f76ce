package sealswarm.license.server.royalty;

import java.util.List;
import sealswarm.ledger.royalty.ContractVersion;

/** Collection {@code contracts}: insert-only. Blocking; thread-safe; what returns is durable. */
public interface ContractStore {
    /** Stores a version unless it is there; returns what is there afterwards. */
    ContractVersion insert(ContractVersion version);

    /** All versions of one contract, by number. */
    List<ContractVersion> versions(String contractId);

    /** All versions of all contracts, in any order. */
    List<ContractVersion> all();
}
