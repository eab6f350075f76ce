/**
 * The peer wire protocol as bytes: handshake and messages of BEP 3, 6, 10 and 52, decoded incrementally with an exact limit per
 * kind that is checked before anything is buffered. Messages are immutable; a decoder belongs to one connection. Spec: {@code
 * docs/spec/peer-wire-v1.md}.
 */
@NullMarked
package sealswarm.overlay.wire;

import org.jspecify.annotations.NullMarked;
