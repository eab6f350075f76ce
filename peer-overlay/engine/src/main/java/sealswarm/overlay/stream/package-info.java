/**
 * Verified bytes in order, with back-pressure, for players and exporters. Callable from any context; answers arrive on the
 * overlay's.
 */
@NullMarked
package sealswarm.overlay.stream;

import org.jspecify.annotations.NullMarked;
