/**
 * The file port of packages and client stores: every byte written goes through it, so that tests can fail, tear and cut it. Crash-safe
 * order of a file: write under a temporary name, {@code force}, rename, force the directory. Implementations are safe for any thread.
 */
@NullMarked
package sealswarm.format.disk;

import org.jspecify.annotations.NullMarked;
