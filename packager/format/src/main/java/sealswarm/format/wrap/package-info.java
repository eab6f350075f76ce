/**
 * Keys sealed to a public key: HPKE base mode (RFC 9180) with X-Wing by default, and the key block that is every such message's
 * plaintext (spec package-v1, section 4). Stateless; CPU work, off the event loop.
 */
@NullMarked
package sealswarm.format.wrap;

import org.jspecify.annotations.NullMarked;
