/**
 * Kills a real process at a named point or at a random moment, so that a test can show what survives. A flow has an enum of
 * checkpoints and calls an injected {@code Consumer} of it, which does nothing in production; the child JVM runs the real role
 * with {@link sealswarm.trial.crash.Checkpoints#parking}; the parent sends SIGKILL when the checkpoint is reached, starts
 * again and compares what it finds with what the child had acknowledged on its standard output.
 *
 * <p>A kill keeps what the operating system has in its cache; it shows nothing about power cuts.
 */
@NullMarked
package sealswarm.trial.crash;

import org.jspecify.annotations.NullMarked;
