@NullMarked
package sealswarm.player;

import org.jspecify.annotations.NullMarked;
