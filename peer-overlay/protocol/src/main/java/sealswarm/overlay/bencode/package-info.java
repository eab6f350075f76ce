@NullMarked
package sealswarm.overlay.bencode;

import org.jspecify.annotations.NullMarked;
