@NullMarked
package sealswarm.overlay;

import org.jspecify.annotations.NullMarked;
