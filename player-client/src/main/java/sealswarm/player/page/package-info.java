/**
 * The local server: bounded media ranges for the page, whole ranges for other players, the page itself, its events. Loopback only;
 * event loop, nothing blocks.
 */
@NullMarked
package sealswarm.player.page;

import org.jspecify.annotations.NullMarked;
