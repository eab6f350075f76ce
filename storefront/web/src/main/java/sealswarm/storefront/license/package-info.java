/**
 * The license server as the shop speaks to it: over HTTP, off the event loop, in the shop's own name or in that of the
 * person signed in. Refusals become the shop's refusals; no answer means "unknown" and is never read as a refusal.
 */
@NullMarked
package sealswarm.storefront.license;

import org.jspecify.annotations.NullMarked;
