/**
 * What the account holds, by name. Blocking.
 */
@NullMarked
package sealswarm.player.library;

import org.jspecify.annotations.NullMarked;
