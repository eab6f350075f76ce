/**
 * What all commands of Sealswarm share: common options, one result document, exit codes, progress and settings. {@link
 * sealswarm.console.CommandRunner} runs one command and returns its exit code; it knows no domain words. A command runs on the
 * thread that called the runner; {@link sealswarm.console.StopSignal} is the only part that other threads reach.
 */
@NullMarked
package sealswarm.console;

import org.jspecify.annotations.NullMarked;
