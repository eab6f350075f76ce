/**
 * The buyer's client: sign-in, library, license, swarm, play, receipts. {@link sealswarm.player.PlayerMain} runs its commands; the
 * module page is docs/architecture/player.md.
 */
@NullMarked
package sealswarm.player;

import org.jspecify.annotations.NullMarked;
