package sealswarm.overlay.membership;

import java.util.Optional;
import sealswarm.overlay.ack.AckChain;
import sealswarm.overlay.ack.AckStatement;
import sealswarm.overlay.ack.Digest32;
import sealswarm.overlay.ack.TransferAck;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.SwarmId;

/** What we owe one uploader: the acks of a session for bytes of its that proved right. Pure but for the signing. */
final class AckGiver {
    /** Bytes after which an ack is due. */
    static final long EVERY_BYTES = 4 << 20;

    /** Time after which one is due for fewer bytes. */
    static final long EVERY_MILLIS = 30_000;

    private final long fromEpochSecond;
    private long verifiedBytes;
    private long lastMillis;
    private Optional<TransferAck> last = Optional.empty();

    AckGiver(long fromEpochSecond, long nowMillis) {
        this.fromEpochSecond = Math.max(0, fromEpochSecond);
        this.lastMillis = nowMillis;
    }

    void verified(int bytes) {
        verifiedBytes += bytes;
    }

    /** True if it is time. */
    boolean isDue(long nowMillis) {
        long owed = owedBytes();
        return owed >= EVERY_BYTES || (owed > 0 && nowMillis - lastMillis >= EVERY_MILLIS);
    }

    private long ackedBytes() {
        return last.map(ack -> ack.statement().cumulativeBytes()).orElse(0L);
    }

    private long owedBytes() {
        return verifiedBytes - ackedBytes();
    }

    /** The next ack, if there is anything to acknowledge at a rate that anybody would believe. */
    Optional<TransferAck> next(
            SwarmId swarmId,
            PeerPublicKey uploader,
            PeerSigningKey own,
            Digest32 session,
            long nowEpochSecond,
            long nowMillis) {
        long to = Math.max(
                Math.max(fromEpochSecond, nowEpochSecond),
                last.map(ack -> ack.statement().toEpochSecond()).orElse(0L));
        long believable = (to - fromEpochSecond + 1) * AckChain.MAX_BYTES_PER_SECOND;
        long bytes = Math.min(verifiedBytes, believable);
        if (bytes <= ackedBytes()) {
            return Optional.empty();
        }
        TransferAck next = new AckStatement(
                        swarmId,
                        uploader,
                        own.publicKey(),
                        session,
                        last.map(ack -> ack.statement().sequence() + 1).orElse(0L),
                        bytes,
                        fromEpochSecond,
                        to,
                        last.map(TransferAck::hash).orElse(Digest32.ZERO))
                .sign(own);
        last = Optional.of(next);
        lastMillis = nowMillis;
        return last;
    }
}
