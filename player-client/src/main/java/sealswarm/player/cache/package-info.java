/**
 * Where the player keeps its files: one home per license server and account, private files written whole or not at all. Blocking; one
 * process per home, held by a lock.
 */
@NullMarked
package sealswarm.player.cache;

import org.jspecify.annotations.NullMarked;
