/**
 * Keys that parties publish: the license server's keys with issuer, storefront and edges, and a studio's manifest keys. Signed
 * records, immutable (spec license-v1, section 2).
 */
@NullMarked
package sealswarm.license.key;

import org.jspecify.annotations.NullMarked;
