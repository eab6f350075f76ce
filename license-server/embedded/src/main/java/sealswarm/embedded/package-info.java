@NullMarked
package sealswarm.embedded;

import org.jspecify.annotations.NullMarked;
