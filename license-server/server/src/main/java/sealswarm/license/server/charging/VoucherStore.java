package sealswarm.license.server.charging;

import java.util.List;
import java.util.Optional;
import sealswarm.ledger.journal.Sha256;

/** Collection {@code vouchers}: insert-only. Blocking; thread-safe; what returns is durable. */
public interface VoucherStore {
    void insert(List<Voucher> vouchers);

    Optional<Voucher> find(Sha256 hash);
}
