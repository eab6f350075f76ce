package sealswarm.license.server.issuing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import sealswarm.format.envelope.Envelope;
import sealswarm.license.LicenseId;
import sealswarm.license.device.DeviceId;
import sealswarm.license.device.DeviceRequest;
import sealswarm.license.device.DeviceRequest.DeviceAction;
import sealswarm.license.device.DeviceRequest.LogPosition;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.device.DeviceDesk;
import sealswarm.license.server.device.DeviceHeads;
import sealswarm.license.server.device.DeviceStore;
import sealswarm.license.server.device.EnrolledDevice;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.wire.Sha256Hex;
import sealswarm.license.wire.WireJson;

/**
 * Lets a device's signed request in: token and device must belong together, the document must be for this server and route,
 * and the device's log must not be behind or beside the server's.
 */
final class DeviceDoor {
    private final DeviceStore devices;
    private final DeviceDesk desk;
    private final DeviceHeads heads;
    private final String issuer;

    DeviceDoor(DeviceStore devices, DeviceDesk desk, DeviceHeads heads, String issuer) {
        this.devices = devices;
        this.desk = desk;
        this.heads = heads;
        this.issuer = issuer;
    }

    /** A device, if it is the caller's and may ask for anything. Blocking. */
    EnrolledDevice device(DeviceId id, String subject) {
        EnrolledDevice device = devices.device(id)
                .filter(found -> found.subject().equals(subject))
                .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND, "this account has no such device"));
        switch (device.state()) {
            case ACTIVE -> {
                return device;
            }
            case QUARANTINED ->
                throw ProblemException.of(
                        ProblemType.DEVICE_QUARANTINED, "two copies of this device were seen: sign it out, enrol anew");
            case REMOVED, REVOKED ->
                throw ProblemException.of(
                        ProblemType.DEVICE_REVOKED, "this device was signed out: enrol with new keys");
        }
        throw new IllegalStateException("no such state: " + device.state());
    }

    /** What a request says before anything of it is believed: only to know what to read. */
    static DeviceRequest unverified(Envelope envelope) {
        ObjectNode tree = envelope.unverifiedTree(DeviceRequest.TYPE);
        tree.remove("typ");
        return WireJson.readTree(tree, DeviceRequest.class);
    }

    /** The believed request. CPU work. */
    LicenseIssuer.Ask ask(Envelope envelope, EnrolledDevice device, DeviceAction action, Optional<LicenseId> license) {
        DeviceRequest request = DeviceRequest.read(envelope, device.signing());
        if (!request.iss().equals(issuer) || request.action() != action) {
            throw ProblemException.of(ProblemType.BAD_SIGNATURE, "the request was signed for another server or route");
        }
        return new LicenseIssuer.Ask(
                device, request, new Sha256Hex(envelope.payloadSha256()), license, Optional.empty(), Optional.empty());
    }

    /** Where the server's copy of the device's log ends; {@code recalled} spares the lookup if it is of the current epoch. */
    EnrolledDevice.LogHint head(EnrolledDevice device, Optional<EnrolledDevice.LogHint> recalled) {
        return recalled.filter(place -> place.epoch() == device.epoch()).orElseGet(() -> heads.head(device));
    }

    Optional<EnrolledDevice.LogHint> recall(DeviceId device) {
        return heads.recall(device);
    }

    /**
     * Compares the device's log with the end of the server's copy, and gives that end to the request. Blocking.
     *
     * @throws ProblemException head-behind (a restored backup: the log goes on in the next epoch), device-quarantined (two
     *     logs of one epoch), or, for a renewal, receipts-pending
     */
    LicenseIssuer.Ask checkLog(LicenseIssuer.Ask ask, EnrolledDevice.LogHint ours) {
        LogPosition theirs = ask.request().head();
        if (theirs.epoch() < ask.device().epoch()) {
            throw behind(ours);
        }
        if (theirs.epoch() > ask.device().epoch()) {
            throw ProblemException.malformed("head.epoch", "the epoch this server gave");
        }
        if (theirs.seq() < ours.seq()) {
            throw behind(heads.head(desk.nextEpoch(ask.device())));
        }
        if (theirs.seq() == ours.seq() && !theirs.hash().equals(ours.hash())) {
            desk.quarantine(ask.device().id());
            throw ProblemException.of(
                    ProblemType.DEVICE_QUARANTINED, "two copies of this device were seen: sign it out, enrol anew");
        }
        if (ask.renewed().isPresent() && theirs.seq() > ours.seq()) {
            throw ProblemException.of(ProblemType.RECEIPTS_PENDING, "upload the play receipts, then renew")
                    .with("haveSeq", ours.seq())
                    .with("wantSeq", theirs.seq());
        }
        return ask.holding(ours);
    }

    private static ProblemException behind(EnrolledDevice.LogHint ours) {
        return ProblemException.of(
                        ProblemType.HEAD_BEHIND,
                        "the device's log is older than the server's: go on in the epoch given")
                .with(
                        "serverHead",
                        java.util.Map.of(
                                "epoch",
                                ours.epoch(),
                                "seq",
                                ours.seq(),
                                "hash",
                                ours.hash().hex()));
    }
}
