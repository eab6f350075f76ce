/** Extension messages of BEP 10 as bytes: the extension handshake. Immutable values; safe for any thread. */
@NullMarked
package sealswarm.overlay.ext;

import org.jspecify.annotations.NullMarked;
