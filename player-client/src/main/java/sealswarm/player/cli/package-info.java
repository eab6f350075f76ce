/**
 * The commands login, devices, library, play and fetch. The only package that waits for futures.
 */
@NullMarked
package sealswarm.player.cli;

import org.jspecify.annotations.NullMarked;
