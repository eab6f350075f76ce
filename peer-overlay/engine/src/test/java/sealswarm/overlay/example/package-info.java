/** The engine as a library: what {@code docs/library.md} shows, compiled and run. */
@NullMarked
package sealswarm.overlay.example;

import org.jspecify.annotations.NullMarked;
