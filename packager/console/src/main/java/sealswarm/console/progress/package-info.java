/**
 * Progress on stderr: a bar on a terminal, else a line per tenth or per five seconds, or events for programs. The pace is a pure
 * decision over an injected clock. A {@link sealswarm.console.progress.Progress} may be advanced by many threads.
 */
@NullMarked
package sealswarm.console.progress;

import org.jspecify.annotations.NullMarked;
