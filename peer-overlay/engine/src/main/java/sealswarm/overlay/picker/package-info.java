/**
 * Which block to ask whom for next: rarest first, with zones around the readers' positions, endgame and parole. Pure bookkeeping
 * without clocks or sockets; one event loop owns a picker.
 */
@NullMarked
package sealswarm.overlay.picker;

import org.jspecify.annotations.NullMarked;
