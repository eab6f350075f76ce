@NullMarked
package sealswarm.format;

import org.jspecify.annotations.NullMarked;
