/** Exit codes and refusals: how a command says that it did not do what was asked, and how to fix it. Immutable values. */
@NullMarked
package sealswarm.console.exit;

import org.jspecify.annotations.NullMarked;
