@NullMarked
package sealswarm.license;

import org.jspecify.annotations.NullMarked;
