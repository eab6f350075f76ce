/** The command {@code storefront}: one shop until a signal. May wait for futures. */
@NullMarked
package sealswarm.storefront.cli;

import org.jspecify.annotations.NullMarked;
