package sealswarm.storefront.order;

import java.time.Instant;
import sealswarm.license.money.Money;

/**
 * What was paid for an order, as the journal says it.
 *
 * @param entryId the journal entry
 * @param at when it was posted
 * @param gross what the buyer paid
 * @param net without tax
 * @param tax the tax
 * @param taxCountry whose tax it is
 * @param taxRate the rate as text
 */
public record Invoice(
        String entryId, Instant at, Money gross, Money net, Money tax, String taxCountry, String taxRate) {}
