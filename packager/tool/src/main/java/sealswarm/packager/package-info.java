@NullMarked
package sealswarm.packager;

import org.jspecify.annotations.NullMarked;
