/**
 * Who can call whom through NATs, and how a peer finds out what its own NAT does: values and decisions without sockets. Bytes:
 * {@code docs/spec/reach-v1.md}.
 */
@NullMarked
package sealswarm.overlay.reach;

import org.jspecify.annotations.NullMarked;
