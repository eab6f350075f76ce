/**
 * Settings of the player. Immutable.
 */
@NullMarked
package sealswarm.player.config;

import org.jspecify.annotations.NullMarked;
