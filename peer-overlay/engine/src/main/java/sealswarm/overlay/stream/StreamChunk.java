package sealswarm.overlay.stream;

import sealswarm.overlay.wire.BlockData;

/**
 * Verified bytes of a track.
 *
 * @param offset where they begin in the track, always at a block of 16 KiB
 * @param data one or more whole blocks; the track's last may be short
 */
public record StreamChunk(long offset, BlockData data) {}
