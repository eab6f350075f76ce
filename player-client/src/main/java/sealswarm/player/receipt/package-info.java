/**
 * Play receipts of this device (docs/spec/receipt-v1.md): the log on disk, the entries of one play, the upload. Blocking; one thread
 * at a time unless a class says more.
 */
@NullMarked
package sealswarm.player.receipt;

import org.jspecify.annotations.NullMarked;
