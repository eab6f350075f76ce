/**
 * Metainfo of single-file torrents: parsing with limits and errors that name the field, and the canonical writer of the hybrid and
 * the v1-only form over the same bytes (BEP 3, BEP 52). Bytes in, values out; immutable. Spec: {@code docs/spec/metainfo-v1.md}.
 */
@NullMarked
package sealswarm.overlay.metainfo;

import org.jspecify.annotations.NullMarked;
