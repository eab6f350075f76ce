package sealswarm.license.server.device;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import sealswarm.format.json.UtcTime;
import sealswarm.format.wrap.HpkeSuite;
import sealswarm.license.device.DeviceEnrolment;
import sealswarm.license.device.DeviceId;
import sealswarm.license.message.Devices;
import sealswarm.license.message.Devices.DeviceState;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.receipt.ReceiptChain;
import sealswarm.license.server.device.DeviceCheckpoints.Checkpoint;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.revocation.Revocation;
import sealswarm.license.server.revocation.RevocationStore;

/**
 * Gives and frees device slots. A slot is taken in one conditional update of the account before the device is stored, so two
 * devices racing for the last slot never both get it, and a crash in between leaves a slot that the same device fills when it
 * enrols again. Blocking: for a worker.
 */
public final class DeviceDesk {
    private static final int TRIES = 16;
    private static final int PSEUDONYM_BYTES = 16;
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,63}");

    private final DeviceStore store;
    private final RevocationStore revocations;
    private final SecureRandom random;
    private final InstantSource clock;
    private final DeviceCheckpoints checkpoints;

    public DeviceDesk(
            DeviceStore store,
            RevocationStore revocations,
            SecureRandom random,
            InstantSource clock,
            DeviceCheckpoints checkpoints) {
        this.store = store;
        this.revocations = revocations;
        this.random = random;
        this.clock = clock;
        this.checkpoints = checkpoints;
    }

    /** The account of a subject, made on first need. */
    public BuyerAccount account(String subject) {
        Optional<BuyerAccount> known = store.buyer(subject);
        if (known.isPresent()) {
            return known.get();
        }
        if (!SUBJECT.matcher(subject).matches()) {
            throw ProblemException.malformed("subject", "a subject of the realm");
        }
        byte[] pseudonym = new byte[PSEUDONYM_BYTES];
        random.nextBytes(pseudonym);
        store.putBuyer(BuyerAccount.fresh(subject, HexFormat.of().formatHex(pseudonym)));
        return store.buyer(subject).orElseThrow(() -> new IllegalStateException("account not stored"));
    }

    /**
     * Enrols a device of {@code subject}; enrolling it again returns it as it is.
     *
     * @param enrolment signed by the device; its server and account were not looked at yet
     * @param issuer this server's name
     */
    EnrolledDevice enrol(String subject, DeviceEnrolment enrolment, String issuer) {
        if (!enrolment.iss().equals(issuer) || !enrolment.account().equals(subject)) {
            throw ProblemException.of(
                    ProblemType.BAD_SIGNATURE, "the enrolment was signed for another server or account");
        }
        if (enrolment.kemKey().suite() != HpkeSuite.X_WING) {
            throw ProblemException.of(ProblemType.SUITE_UNSUPPORTED, "devices wrap with " + HpkeSuite.X_WING.id());
        }
        Optional<EnrolledDevice> known = store.device(enrolment.deviceId());
        if (known.isPresent()) {
            return requireUsable(known.get(), subject);
        }
        BuyerAccount account = takeSlot(subject, enrolment.deviceId());
        checkpoints.reached(Checkpoint.SLOT_TAKEN);
        Instant now = clock.instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        EnrolledDevice stored = store.insert(new EnrolledDevice(
                enrolment.deviceId(),
                subject,
                account.buyer(),
                enrolment.kemKey(),
                enrolment.signingKey(),
                enrolment.name(),
                enrolment.platform(),
                DeviceState.ACTIVE,
                now,
                now,
                1,
                new EnrolledDevice.LogHint(1, 0, ReceiptChain.genesis(enrolment.deviceId(), 1), 0),
                1));
        checkpoints.reached(Checkpoint.DEVICE_STORED);
        return requireUsable(stored, subject);
    }

    private static EnrolledDevice requireUsable(EnrolledDevice device, String subject) {
        if (!device.subject().equals(subject)) {
            throw ProblemException.of(ProblemType.BAD_SIGNATURE, "the device belongs to another account");
        }
        if (device.state() == DeviceState.REMOVED || device.state() == DeviceState.REVOKED) {
            throw ProblemException.of(
                    ProblemType.DEVICE_REVOKED, "this device was signed out for good: enrol with new keys");
        }
        return device;
    }

    private BuyerAccount takeSlot(String subject, DeviceId device) {
        for (int i = 0; i < TRIES; i++) {
            BuyerAccount account = account(subject);
            if (account.devices().contains(device)) {
                return account;
            }
            if (!account.hasRoom(clock.instant())) {
                throw noRoom(account, clock.instant());
            }
            BuyerAccount taken = account.with(device);
            if (store.putBuyer(taken)) {
                return taken;
            }
        }
        throw ProblemException.of(ProblemType.OVERLOADED, "the account's devices are being changed; try again");
    }

    private static ProblemException noRoom(BuyerAccount account, Instant now) {
        return ProblemException.of(
                        ProblemType.DEVICE_LIMIT,
                        "all " + BuyerAccount.MAX_DEVICES
                                + " device slots are taken, or freed slots wait: sign a device out")
                .with(
                        "deviceSlots",
                        Map.of(
                                "used", account.devices().size(),
                                "max", BuyerAccount.MAX_DEVICES,
                                "devices",
                                        account.devices().stream()
                                                .map(DeviceId::hex)
                                                .toList(),
                                "swapsLeft", account.swapsLeft(now)))
                .with("retryAt", UtcTime.format(account.retryAt(now)));
    }

    /** The account's devices and slots. */
    Devices.DeviceList list(String subject) {
        BuyerAccount account = account(subject);
        List<Devices.Device> devices = account.devices().stream()
                .flatMap(id -> store.device(id).stream())
                .map(device -> new Devices.Device(
                        device.id(),
                        device.name(),
                        device.platform(),
                        device.state(),
                        device.enrolledAt(),
                        device.lastSeenAt()))
                .toList();
        return new Devices.DeviceList(
                devices,
                new Devices.Slots(
                        account.devices().size(), BuyerAccount.MAX_DEVICES, account.swapsLeft(clock.instant())));
    }

    /**
     * Signs a device out for good: its licenses end, its slot is free. Repeating it finishes it.
     *
     * @throws ProblemException not-found for a device of another account too
     */
    void remove(String subject, DeviceId id) {
        EnrolledDevice device = store.device(id)
                .filter(found -> found.subject().equals(subject))
                .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND, "this account has no such device"));
        moveTo(device, DeviceState.REMOVED);
        revoke(id, "signed out by its owner", subject);
        freeSlot(subject, id);
    }

    /**
     * Takes a device back for good: from now on it gets no license, and players learn of it. Its slot is free. Repeating it finishes it.
     *
     * @param by subject of the operator
     * @return the epoch of the revocation, which is the first one's
     * @throws ProblemException not-found
     */
    public long takeBack(DeviceId id, String reason, String by) {
        EnrolledDevice device = require(id);
        if (device.state() != DeviceState.REMOVED) {
            moveTo(device, DeviceState.REVOKED);
        }
        long epoch = revoke(id, reason, by);
        freeSlot(device.subject(), id);
        return epoch;
    }

    /**
     * The device.
     *
     * @throws ProblemException not-found
     */
    public EnrolledDevice require(DeviceId id) {
        return store.device(id).orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND, "no such device"));
    }

    private long revoke(DeviceId id, String reason, String by) {
        return revocations.append(new Revocation(Revocation.Kind.DEVICE, id.hex(), reason, by, clock.instant()));
    }

    private void freeSlot(String subject, DeviceId id) {
        for (int i = 0; i < TRIES; i++) {
            BuyerAccount account = account(subject);
            if (!account.devices().contains(id) || store.putBuyer(account.without(id, clock.instant()))) {
                return;
            }
        }
        throw ProblemException.of(ProblemType.OVERLOADED, "the account's devices are being changed; try again");
    }

    /** Stops a device whose log forked; its receipts are kept and count nothing from now on. */
    public void quarantine(DeviceId id) {
        store.device(id)
                .filter(device -> device.state() == DeviceState.ACTIVE)
                .ifPresent(device -> moveTo(device, DeviceState.QUARANTINED));
    }

    /** Opens the next epoch of a device's log: it came back from a backup. */
    public EnrolledDevice nextEpoch(EnrolledDevice device) {
        EnrolledDevice next = device.inEpoch(device.epoch() + 1);
        if (store.replace(next)) {
            return next;
        }
        return store.device(device.id()).orElse(next);
    }

    private void moveTo(EnrolledDevice device, DeviceState state) {
        EnrolledDevice current = device;
        for (int i = 0; i < TRIES && current.state() != state; i++) {
            if (store.replace(current.in(state))) {
                return;
            }
            current = store.device(device.id()).orElse(current);
        }
    }
}
