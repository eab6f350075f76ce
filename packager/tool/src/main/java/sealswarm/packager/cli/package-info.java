/** The commands themselves: options in, one result or refusal out. Each object runs once, on the main thread. */
@NullMarked
package sealswarm.packager.cli;

import org.jspecify.annotations.NullMarked;
