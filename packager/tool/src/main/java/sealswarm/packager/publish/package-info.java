/**
 * From a package to the shop: keys and manifest to the license server, ciphertext to the edges, a draft to the storefront. Every step may be
 * repeated; a run after a failure goes on where the other side stands. Blocking; for one thread.
 */
@NullMarked
package sealswarm.packager.publish;

import org.jspecify.annotations.NullMarked;
