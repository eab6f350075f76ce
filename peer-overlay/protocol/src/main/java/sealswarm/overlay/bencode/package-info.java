/**
 * Bencoding (BEP 3) as untrusted peers, trackers and files send it: an iterative decoder with limits that accepts canonical
 * input only, and the canonical encoder. Values are immutable and safe for any thread. Spec: {@code docs/spec/metainfo-v1.md},
 * section 1.
 */
@NullMarked
package sealswarm.overlay.bencode;

import org.jspecify.annotations.NullMarked;
