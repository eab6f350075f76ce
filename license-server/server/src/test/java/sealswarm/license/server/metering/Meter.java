package sealswarm.license.server.metering;

import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import sealswarm.format.json.Base64Url;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.license.LicenseId;
import sealswarm.license.LicenseState;
import sealswarm.license.device.DeviceKeys;
import sealswarm.license.device.DeviceRequest.LogPosition;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.message.Licenses.UsageUpload;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.receipt.PlayEntry.MediaRange;
import sealswarm.license.receipt.PlayEntry.PlayId;
import sealswarm.license.receipt.PlayEntry.Reason;
import sealswarm.license.receipt.ReceiptChain;
import sealswarm.license.receipt.Segment;
import sealswarm.license.receipt.SegmentHead;
import sealswarm.license.server.device.DeviceCheckpoints;
import sealswarm.license.server.device.DeviceDesk;
import sealswarm.license.server.device.EnrolledDevice;
import sealswarm.license.server.device.MemoryDeviceStore;
import sealswarm.license.server.device.SampleEnrolment;
import sealswarm.license.server.grant.GrantDesk;
import sealswarm.license.server.grant.Holder;
import sealswarm.license.server.grant.MemoryGrantStore;
import sealswarm.license.server.grant.SampleGrant;
import sealswarm.license.server.grant.StoredGrant;
import sealswarm.license.server.issuing.KeyRelease;
import sealswarm.license.server.issuing.MemoryReleaseStore;
import sealswarm.license.server.revocation.MemoryRevocationStore;
import sealswarm.license.wire.Nonce;
import sealswarm.license.wire.Sha256Hex;

/** The metering room over stores in memory, with one grant of anna's and a clock that is set by hand. */
final class Meter {
    static final Instant NOON = SampleGrant.NOON;

    private static final SecureRandom RANDOM = new SecureRandom();

    final MemoryReceiptStore receipts = new MemoryReceiptStore();
    final MemoryDeviceStore devices = new MemoryDeviceStore();
    final MemoryReleaseStore releases = new MemoryReleaseStore();
    final MemoryGrantStore grants = new MemoryGrantStore();
    final DeviceLogs logs = new DeviceLogs(receipts);
    final PlayMeter plays = new PlayMeter(receipts);
    final DeviceDesk deviceDesk;
    final ReceiptDesk desk;
    final GapSweep sweep;

    /** Plays that were charged, once per start: device, epoch and seq. */
    final List<String> charged = new ArrayList<>();

    Instant now = NOON.plusSeconds(3_600);

    Meter() {
        deviceDesk = new DeviceDesk(devices, new MemoryRevocationStore(), RANDOM, () -> now, DeviceCheckpoints.NONE);
        GrantDesk grantDesk = new GrantDesk(grants, subject -> "b".repeat(32));
        desk = new ReceiptDesk(
                receipts,
                logs,
                new ReceiptStream(new Random(1)),
                new ReceiptDesk.Rooms(devices, deviceDesk, releases, grantDesk, ClosedMonths.NONE, this::charge),
                () -> now,
                MeteringCheckpoints.NONE);
        sweep = new GapSweep(receipts, devices, desk);
        grants.insert(SampleGrant.unlimited().get());
    }

    private void charge(StoredSegment segment) {
        for (PlayMeter.Metered play : plays.plays(segment)) {
            String id = play.segment().device() + ":" + play.segment().epoch() + ":"
                    + play.start().seq();
            if (play.uniqueMillis() >= 30_000 && !charged.contains(id)) {
                charged.add(id);
            }
        }
    }

    StoredGrant grant() {
        return grants.find(SampleRelease.GRANT).orElseThrow();
    }

    void passes(Duration time) {
        now = now.plus(time);
    }

    /** A new device of anna's. */
    Log device() {
        DeviceKeys keys = DeviceKeys.random(RANDOM);
        devices.insert(SampleEnrolment.of("anna", keys));
        return new Log(keys);
    }

    /** A device, its license and its log. */
    final class Log {
        private final DeviceKeys keys;
        private final List<byte[]> entries = new ArrayList<>();
        private long epoch = 1;
        private long revision;

        private Log(DeviceKeys keys) {
            this.keys = keys;
        }

        EnrolledDevice device() {
            return devices.device(keys.deviceId()).orElseThrow();
        }

        LicenseId license() {
            return LicenseId.of(SampleRelease.GRANT, keys.deviceId(), 1);
        }

        /** Gets the next revision of the license now. */
        Log licensed(long playsReserved, Instant leaseUntil) {
            revision++;
            byte[] nonce = new byte[32];
            RANDOM.nextBytes(nonce);
            releases.insert(new KeyRelease(
                    license(),
                    revision,
                    keys.deviceId(),
                    new Nonce(Base64Url.encode(nonce)),
                    new Sha256Hex("0".repeat(64)),
                    SampleRelease.GRANT,
                    "anna",
                    new TitleId("demo-film"),
                    List.of(new TrackId("hd")),
                    Use.STREAM,
                    now,
                    leaseUntil,
                    playsReserved,
                    head(),
                    Buffer.buffer("{}")));
            Holder holder = SampleGrant.holding(keys.deviceId(), LicenseState.ISSUED, leaseUntil, playsReserved);
            grants.replace(grant().with(holder).next());
            return this;
        }

        LogPosition head() {
            return entries.isEmpty()
                    ? ReceiptChain.start(keys.deviceId(), epoch)
                    : new LogPosition(epoch, entries.size(), ReceiptChain.hash(entries.get(entries.size() - 1)));
        }

        PlayId start() {
            return start(PlayId.random(RANDOM));
        }

        PlayId start(PlayId id) {
            append(Reason.START, id, now, 0, List.of());
            return id;
        }

        /** Plays on from a second to another. */
        Log plays(PlayId id, int fromS, int toS) {
            long millis = (toS - fromS) * 1_000L;
            append(Reason.INTERVAL, id, now, millis, List.of(new MediaRange(fromS * 1_000L, toS * 1_000L)));
            return this;
        }

        void append(Reason reason, PlayId id, Instant startedAt, long playedMs, List<MediaRange> ranges) {
            entries.add(new PlayEntry(
                            keys.deviceId(),
                            epoch,
                            entries.size() + 1,
                            head().hash(),
                            license(),
                            revision,
                            SampleRelease.GRANT,
                            new TitleId("demo-film"),
                            new TrackId("hd"),
                            id,
                            startedAt.truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                            PlayEntry.ClockState.WALL,
                            0,
                            playedMs,
                            playedMs,
                            ranges,
                            reason,
                            PlayEntry.ByteSources.NONE,
                            "none",
                            new Sha256Hex("0".repeat(64)))
                    .canonicalBytes());
        }

        /** Goes back to the first entries of the log, as a copied or restored directory does. */
        void cutTo(int size) {
            entries.subList(size, entries.size()).clear();
        }

        /** Goes on in the next epoch, as the server says after a restored backup. */
        void nextEpoch() {
            deviceDesk.nextEpoch(device());
            epoch++;
            entries.clear();
        }

        ReceiptDesk.Taken upload(long firstSeq, long lastSeq) {
            List<byte[]> part = entries.subList((int) firstSeq - 1, (int) lastSeq);
            Sha256Hex hash = ReceiptChain.hash(part.get(part.size() - 1));
            UsageUpload upload = Segment.sign(
                    new SegmentHead(keys.deviceId(), epoch, firstSeq, lastSeq, hash), part, keys.signing());
            EnrolledDevice device = device();
            return desk.take(device, Segment.verified(upload, device.signing()), upload);
        }

        ReceiptDesk.Taken uploadAll() {
            return upload(1, entries.size());
        }
    }

    static List<String> verdicts(ReceiptDesk.Taken taken) {
        return taken.items().stream().map(item -> item.verdict()).toList();
    }
}
