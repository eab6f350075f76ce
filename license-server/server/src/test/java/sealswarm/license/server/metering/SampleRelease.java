package sealswarm.license.server.metering;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import sealswarm.format.json.Base64Url;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.license.LicenseId;
import sealswarm.license.device.DeviceId;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.receipt.PlayEntry.MediaRange;
import sealswarm.license.receipt.PlayEntry.PlayId;
import sealswarm.license.receipt.PlayEntry.Reason;
import sealswarm.license.receipt.ReceiptChain;
import sealswarm.license.server.grant.SampleGrant;
import sealswarm.license.server.issuing.KeyRelease;
import sealswarm.license.wire.Nonce;
import sealswarm.license.wire.Sha256Hex;

/** The release of one license to one device, and entries of plays under it. */
public final class SampleRelease {
    public static final Instant ISSUED = SampleGrant.NOON;
    public static final DeviceId DEVICE = SampleGrant.device(1);
    public static final String GRANT = SampleGrant.unlimited().get().id();
    public static final LicenseId LICENSE = LicenseId.of(GRANT, DEVICE, 1);

    private SampleRelease() {}

    public static KeyRelease of(long playsReserved) {
        return new KeyRelease(
                LICENSE,
                1,
                DEVICE,
                new Nonce(Base64Url.encode(new byte[32])),
                new Sha256Hex("0".repeat(64)),
                GRANT,
                "anna",
                new TitleId("demo-film"),
                List.of(new TrackId("hd")),
                Use.STREAM,
                ISSUED,
                ISSUED.plusSeconds(900),
                playsReserved,
                ReceiptChain.start(DEVICE, 1),
                Buffer.buffer("{}"));
    }

    public static PlayEntry entry(Reason reason, Instant startedAt, long playedMs, List<MediaRange> ranges) {
        return new PlayEntry(
                DEVICE,
                1,
                1,
                ReceiptChain.genesis(DEVICE, 1),
                LICENSE,
                1,
                GRANT,
                new TitleId("demo-film"),
                new TrackId("hd"),
                new PlayId(Base64Url.encode(new byte[PlayId.LENGTH_BYTES])),
                startedAt,
                PlayEntry.ClockState.WALL,
                0,
                playedMs,
                playedMs,
                ranges,
                reason,
                PlayEntry.ByteSources.NONE,
                "none",
                new Sha256Hex("0".repeat(64)));
    }

    static PlayEntry ofGrant(PlayEntry entry, String grant) {
        return changed(entry, grant, entry.titleId(), entry.trackId());
    }

    static PlayEntry ofTitle(PlayEntry entry, String title) {
        return changed(entry, entry.grantId(), new TitleId(title), entry.trackId());
    }

    static PlayEntry ofTrack(PlayEntry entry, String track) {
        return changed(entry, entry.grantId(), entry.titleId(), new TrackId(track));
    }

    private static PlayEntry changed(PlayEntry entry, String grant, TitleId title, TrackId track) {
        return new PlayEntry(
                entry.device(),
                entry.epoch(),
                entry.seq(),
                entry.prev(),
                entry.licenseId(),
                entry.licenseRev(),
                grant,
                title,
                track,
                entry.playId(),
                entry.startedAt(),
                entry.clock(),
                entry.monoStart(),
                entry.monoEnd(),
                entry.playedMs(),
                entry.ranges(),
                entry.reason(),
                entry.bytes(),
                entry.territoryHint(),
                entry.anchor());
    }
}
