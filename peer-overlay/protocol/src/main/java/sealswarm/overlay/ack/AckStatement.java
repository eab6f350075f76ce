package sealswarm.overlay.ack;

import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.SignedTuple;
import sealswarm.overlay.token.SwarmId;

/**
 * What a transfer ack states, before it is signed.
 *
 * @param swarmId the track's swarm
 * @param uploader key of the peer that sent the bytes
 * @param downloader key of the peer that verified them, and signs; not the uploader's
 * @param session hash of both peers' nonces
 * @param sequence 0 for the first ack of a session, then one more each, up to 2^32 - 1
 * @param cumulativeBytes verified bytes since the session began
 * @param fromEpochSecond when the session began, by the downloader's clock
 * @param toEpochSecond when this was signed; not before {@code fromEpochSecond}
 * @param previous hash of the previous ack's bytes; zero for sequence 0
 */
public record AckStatement(
        SwarmId swarmId,
        PeerPublicKey uploader,
        PeerPublicKey downloader,
        Digest32 session,
        long sequence,
        long cumulativeBytes,
        long fromEpochSecond,
        long toEpochSecond,
        Digest32 previous) {
    static final int VERSION = 1;
    private static final long MAX_SEQUENCE = 0xFFFF_FFFFL;

    public AckStatement {
        if (uploader.equals(downloader)) {
            throw new IllegalArgumentException("a peer cannot acknowledge itself");
        }
        if (sequence < 0 || sequence > MAX_SEQUENCE || cumulativeBytes < 0) {
            throw new IllegalArgumentException("sequence or bytes out of range");
        }
        if (fromEpochSecond < 0 || toEpochSecond < fromEpochSecond) {
            throw new IllegalArgumentException("an ack cannot end before its session began");
        }
        if ((sequence == 0) != previous.equals(Digest32.ZERO)) {
            throw new IllegalArgumentException("the first ack, and only it, has no previous one");
        }
    }

    /** The ack of this statement.
     *
     * @throws IllegalArgumentException if the key is not the downloader's
     */
    public TransferAck sign(PeerSigningKey downloaderKey) {
        if (!downloaderKey.publicKey().equals(downloader)) {
            throw new IllegalArgumentException("only the downloader signs an ack");
        }
        return new TransferAck(this, downloaderKey.sign(tuple()));
    }

    byte[] tuple() {
        return SignedTuple.of("sealswarm/1/ack")
                .u8(VERSION)
                .field(swarmId.bytes())
                .field(uploader.bytes())
                .field(downloader.bytes())
                .field(session.bytes())
                .u32(sequence)
                .u63(cumulativeBytes)
                .u63(fromEpochSecond)
                .u63(toEpochSecond)
                .field(previous.bytes())
                .bytes();
    }
}
