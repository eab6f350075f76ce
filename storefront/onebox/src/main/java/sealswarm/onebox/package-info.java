@NullMarked
package sealswarm.onebox;

import org.jspecify.annotations.NullMarked;
