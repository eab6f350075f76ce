@NullMarked
package sealswarm.console;

import org.jspecify.annotations.NullMarked;
