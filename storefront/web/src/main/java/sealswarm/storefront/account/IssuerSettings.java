package sealswarm.storefront.account;

import java.net.URI;
import sealswarm.console.settings.SecretText;

/**
 * The issuer people sign in at, and who the shop is to it.
 *
 * @param issuer the exact issuer URL, as it stands in every token
 * @param clientId the shop's confidential client
 * @param secret that client's secret
 */
public record IssuerSettings(URI issuer, String clientId, SecretText secret) {}
