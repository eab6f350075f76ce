package sealswarm.license.server.metering;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import sealswarm.license.device.DeviceId;
import sealswarm.license.message.Devices.DeviceState;
import sealswarm.license.message.Licenses.UsageAnswer;
import sealswarm.license.message.Licenses.UsageItem;
import sealswarm.license.message.Licenses.UsageUpload;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.receipt.LogHead;
import sealswarm.license.receipt.Segment;
import sealswarm.license.receipt.SegmentHead;
import sealswarm.license.server.device.DeviceDesk;
import sealswarm.license.server.device.DeviceStore;
import sealswarm.license.server.device.EnrolledDevice;
import sealswarm.license.server.grant.GrantDesk;
import sealswarm.license.server.http.Access;
import sealswarm.license.server.http.ApiMetrics;
import sealswarm.license.server.http.ApiRequest;
import sealswarm.license.server.http.ApiRoute;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.http.RateLimiter;
import sealswarm.license.server.http.RateLimits;
import sealswarm.license.server.http.Reply;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.http.Workers;
import sealswarm.license.server.issuing.ReleaseStore;
import sealswarm.license.server.keystore.KeyGate;
import sealswarm.license.wire.SignedJson;
import sealswarm.license.wire.WireJson;

/** {@code POST /v1/usage}: one segment of a device's play log; and the sweep of those that wait. */
public final class UsageRoutes {
    /** The rooms this one stands on. */
    public record Neighbours(
            DeviceStore devices,
            DeviceDesk deviceDesk,
            ReleaseStore releases,
            GrantDesk grants,
            KeyGate keys,
            ClosedMonths closed,
            UseCharges charges) {}

    /** Threads, time, rates, counters and crash points. */
    public record Surroundings(
            Workers workers,
            InstantSource clock,
            RateLimits limits,
            ApiMetrics metrics,
            MeteringCheckpoints checkpoints) {}

    private final Neighbours rooms;
    private final Surroundings around;
    private final ReceiptDesk desk;
    private final GapSweep gaps;
    private final RateLimiter rate;

    public UsageRoutes(
            Neighbours rooms, ReceiptStore store, DeviceLogs logs, ReceiptStream stream, Surroundings around) {
        this.rooms = rooms;
        this.around = around;
        this.desk = new ReceiptDesk(
                store,
                logs,
                stream,
                new ReceiptDesk.Rooms(
                        rooms.devices(),
                        rooms.deviceDesk(),
                        rooms.releases(),
                        rooms.grants(),
                        rooms.closed(),
                        rooms.charges()),
                around.clock(),
                around.checkpoints());
        this.gaps = new GapSweep(store, rooms.devices(), desk);
        this.rate = new RateLimiter(around.limits().receipts(), around.clock());
    }

    public List<ApiRoute> routes() {
        return List.of(ApiRoute.post("/v1/usage", Access.roles(Role.BUYER), this::upload)
                .upTo(ApiRoute.USAGE_BYTES));
    }

    /** Settles uploads that wait for entries nobody will send any more; returns how many. Blocking. */
    public int sweep() {
        return gaps.sweep();
    }

    private Future<Reply> upload(ApiRequest request) {
        String subject = request.caller().subject();
        return around.workers().crypto(() -> request.json(UsageUpload.class)).compose(upload -> around.workers()
                .store(() -> device(upload, subject))
                .compose(device -> take(device, upload)));
    }

    private Future<Reply> take(EnrolledDevice device, UsageUpload upload) {
        rate.take(device.id().hex());
        return around.workers()
                .crypto(() -> Segment.verified(upload, device.signing()))
                .compose(segment -> around.workers().store(() -> desk.take(device, segment, upload)))
                .compose(taken -> around.workers().crypto(() -> answer(device.id(), taken)));
    }

    private EnrolledDevice device(UsageUpload upload, String subject) {
        DeviceId id = SegmentHead.unverifiedDevice(upload.head().envelope(SegmentHead.TYPE));
        EnrolledDevice device = rooms.devices()
                .device(id)
                .filter(found -> found.subject().equals(subject))
                .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND, "this account has no such device"));
        // A device that was signed out may still report what it played before.
        if (device.state() == DeviceState.QUARANTINED) {
            throw ProblemException.of(
                    ProblemType.DEVICE_QUARANTINED, "two copies of this device were seen: sign it out, enrol anew");
        }
        return device;
    }

    private Reply answer(DeviceId device, ReceiptDesk.Taken taken) {
        for (UsageItem item : taken.items()) {
            around.metrics().countReceipt(item.verdict());
        }
        LogHead head = new LogHead(
                device,
                taken.head().epoch(),
                taken.head().seq(),
                taken.head().hash(),
                around.clock().instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        return Reply.json(WireJson.write(new UsageAnswer(
                taken.items(), SignedJson.of(head.sign(rooms.keys().require().documents())))));
    }
}
