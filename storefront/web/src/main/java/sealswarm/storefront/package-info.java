@NullMarked
package sealswarm.storefront;

import org.jspecify.annotations.NullMarked;
