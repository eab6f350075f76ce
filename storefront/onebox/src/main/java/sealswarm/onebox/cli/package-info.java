/** The commands {@code serve}, {@code demo} and {@code doctor}. One object runs one command; see {@code docs/commands.md}. */
@NullMarked
package sealswarm.onebox.cli;

import org.jspecify.annotations.NullMarked;
