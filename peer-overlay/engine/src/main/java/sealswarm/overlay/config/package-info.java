/** Settings of the overlay's roles as validated records; bound once by {@code sealswarm.console.settings}. Immutable. */
@NullMarked
package sealswarm.overlay.config;

import org.jspecify.annotations.NullMarked;
