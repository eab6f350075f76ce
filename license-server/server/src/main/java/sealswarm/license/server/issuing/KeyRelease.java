package sealswarm.license.server.issuing;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.license.LicenseId;
import sealswarm.license.device.DeviceId;
import sealswarm.license.device.DeviceRequest.LogPosition;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.wire.Nonce;
import sealswarm.license.wire.Sha256Hex;

/**
 * The record that keys were released: what later bounds the plays a device may report. Never changed.
 *
 * @param requestHash of the request's payload: the same nonce with another request is refused
 * @param leaseUntil {@link Instant#MAX} for none
 * @param head the device's log when it asked
 * @param reply the exact answer, sent again when the request is repeated
 */
public record KeyRelease(
        LicenseId license,
        long revision,
        DeviceId device,
        Nonce nonce,
        Sha256Hex requestHash,
        String grantId,
        String subject,
        TitleId title,
        List<TrackId> tracks,
        Use use,
        Instant issuedAt,
        Instant leaseUntil,
        long playsReserved,
        LogPosition head,
        Buffer reply) {
    public KeyRelease {
        tracks = List.copyOf(tracks);
    }

    /** Whether the license covers a time. */
    public boolean covers(Instant time) {
        return !time.isBefore(issuedAt) && time.isBefore(leaseUntil);
    }
}
