package sealswarm.overlay.sim;

import sealswarm.overlay.wire.BlockData;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.MessageEncoder;
import sealswarm.overlay.wire.PeerMessage;

/** What a simulated connection carries: things whose bytes are counted and not made. */
sealed interface Parcel {
    /** Bytes on the line, without those of lower layers. */
    int sizeBytes();

    /** The first 68 bytes of a peer connection. */
    record Hello(Handshake handshake) implements Parcel {
        @Override
        public int sizeBytes() {
            return Handshake.LENGTH;
        }
    }

    /** A message of the peer wire. */
    record Frame(PeerMessage message, int sizeBytes) implements Parcel {
        Frame(PeerMessage message) {
            this(message, MessageEncoder.length(message));
        }
    }

    /** Asks a web seed for a range. */
    record RangeCall(long offset, int lengthBytes, int sizeBytes) implements Parcel {
        private static final int HEAD_BYTES = 300;

        RangeCall(long offset, int lengthBytes) {
            this(offset, lengthBytes, HEAD_BYTES);
        }
    }

    /** A part of a web seed's answer. */
    record RangeBytes(BlockData data) implements Parcel {
        @Override
        public int sizeBytes() {
            return data.length();
        }
    }
}
