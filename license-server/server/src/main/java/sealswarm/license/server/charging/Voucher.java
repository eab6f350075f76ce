package sealswarm.license.server.charging;

import sealswarm.ledger.journal.Sha256;
import sealswarm.license.money.Money;

/**
 * A voucher as the server keeps it: never its code.
 *
 * @param hash of the code
 * @param batch it was made in
 * @param amount what it is worth
 */
public record Voucher(Sha256 hash, String batch, Money amount) {}
