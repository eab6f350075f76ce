/**
 * What the device knows when it opens a license: trusted clock, first plays, revisions seen, revocations, all sealed on disk. Blocking
 * where it says so; safe for any thread.
 */
@NullMarked
package sealswarm.player.validation;

import org.jspecify.annotations.NullMarked;
