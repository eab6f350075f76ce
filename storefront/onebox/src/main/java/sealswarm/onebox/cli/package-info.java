/** The commands {@code serve} and {@code demo}. One object runs one command; see {@code docs/commands.md}. */
@NullMarked
package sealswarm.onebox.cli;

import org.jspecify.annotations.NullMarked;
