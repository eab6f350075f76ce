/**
 * Money in integer minor units: amounts, the currency table, decimal rates, tax splits and the one rule by which an amount is
 * shared out. No floating point anywhere. All types are immutable values, safe for any thread; every refusal is a
 * {@link sealswarm.license.money.MoneyException} with a reason. Normative text: docs/spec/journal-v1.md, section 2.
 */
@NullMarked
package sealswarm.license.money;

import org.jspecify.annotations.NullMarked;
