/**
 * Who is looking at a page: sign-in through the OpenID Connect issuer (authorization code with PKCE), sessions
 * in the store, and the checks of bearer tokens. Event loop only; stores bring their own workers.
 */
@NullMarked
package sealswarm.storefront.account;

import org.jspecify.annotations.NullMarked;
