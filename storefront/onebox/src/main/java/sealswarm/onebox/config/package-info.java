/** Settings of {@code serve} and {@code demo} as validated records; bound once by {@code sealswarm.console.settings}. Immutable. */
@NullMarked
package sealswarm.onebox.config;

import org.jspecify.annotations.NullMarked;
