package sealswarm.license.server.metering;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import sealswarm.ledger.counting.Verdict;
import sealswarm.license.wire.Sha256Hex;

/**
 * One entry of a stored segment.
 *
 * @param bytes exactly as the device wrote them
 * @param verdict given when it was stored, never again
 * @param reason in words where the verdict is not ACCEPTED; else empty
 * @param occurredAt its time, held between the license's issue and the receipt
 */
public record StoredEntry(long seq, Buffer bytes, Sha256Hex hash, Verdict verdict, String reason, Instant occurredAt) {}
