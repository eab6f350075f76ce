package sealswarm.player.validation;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;
import sealswarm.format.disk.PrivateFile;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.TrackId;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.problem.FormatException;
import sealswarm.license.ClockReading;
import sealswarm.license.LicenseDocument;
import sealswarm.license.LicenseDocument.Moment;
import sealswarm.license.LicenseRefusal;
import sealswarm.license.RevocationDelta;
import sealswarm.license.RevocationList;
import sealswarm.license.TrustedClock;
import sealswarm.license.device.DeviceKeys;
import sealswarm.license.device.SealedState;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.rights.Action;
import sealswarm.license.rights.Rental;
import sealswarm.license.wire.WireJson;
import sealswarm.player.login.PinnedKeys;
import sealswarm.player.receipt.PlayRecorder;

/**
 * Judges licenses with what the device knows, and remembers what happens: the clock's mark, revisions, first plays, revocations,
 * sealed on disk after every change. Safe for any thread; {@link #started} and the {@code learn} methods block on the disk.
 */
public final class Validator {
    private final DeviceKeys device;
    private final PinnedKeys serverKeys;
    private final PrivateFile file;
    private final SecureRandom random;
    private final InstantSource wall;
    private final MonotonicMillis monotonic;
    private TrustedClock clock;
    private DeviceState state;
    private boolean synced;

    private Validator(
            DeviceKeys device,
            PinnedKeys serverKeys,
            PrivateFile file,
            SecureRandom random,
            InstantSource wall,
            MonotonicMillis monotonic,
            DeviceState state) {
        this.device = device;
        this.serverKeys = serverKeys;
        this.file = file;
        this.random = random;
        this.wall = wall;
        this.monotonic = monotonic;
        this.state = state;
        this.clock = TrustedClock.restored(state.mark(), monotonic.now());
    }

    /**
     * Opens the device's state, or begins one.
     *
     * @throws LicenseRefusal malformed if the state was altered or is another device's
     */
    public static Validator open(
            DeviceKeys device,
            PinnedKeys serverKeys,
            PrivateFile file,
            SecureRandom random,
            InstantSource wall,
            MonotonicMillis monotonic)
            throws IOException {
        Optional<byte[]> sealed = file.read();
        DeviceState state = DeviceState.EMPTY;
        if (sealed.isPresent()) {
            try {
                byte[] plain = SealedState.open(device, sealed.get());
                state = WireJson.readAnswer(plain, DeviceState.class, SealedState.MAX_BYTES);
            } catch (FormatException e) {
                throw LicenseRefusal.of(e);
            }
        }
        return new Validator(device, serverKeys, file, random, wall, monotonic, state);
    }

    /** What time it is, as far as it is certain. */
    public synchronized ClockReading time() {
        return clock.read(wall.instant(), monotonic.now());
    }

    /** The time for a receipt. */
    public synchronized PlayRecorder.Moment moment() {
        ClockReading reading = time();
        var worth = reading.isRolledBack()
                ? sealswarm.license.receipt.PlayEntry.ClockState.ROLLED_BACK
                : synced
                        ? sealswarm.license.receipt.PlayEntry.ClockState.SYNCED
                        : sealswarm.license.receipt.PlayEntry.ClockState.WALL;
        return new PlayRecorder.Moment(reading.now(), worth, monotonic.now());
    }

    /** The monotonic clock, to be read when a nonce is sent. */
    public long monotonicMillis() {
        return monotonic.now();
    }

    /** A license that answers our own nonce: its server time sets the clock. Refuses what does not verify. */
    public synchronized LicenseDocument learnAnswer(
            Envelope envelope, sealswarm.license.wire.Nonce nonce, long nonceMonotonicMillis) throws IOException {
        LicenseDocument license = LicenseDocument.verified(envelope, serverKeys.current());
        if (!license.nonce().equals(nonce)) {
            throw new LicenseRefusal(ProblemType.BAD_SIGNATURE, "the license answers another request");
        }
        clock = clock.answered(license.serverTime(), nonceMonotonicMillis, monotonic.now());
        synced = true;
        change(now -> now.seen(license.terms().licenseId(), license.terms().revision()));
        return license;
    }

    /** A license that was kept: its time only raises the clock. */
    public synchronized LicenseDocument learnKept(Envelope envelope) throws IOException {
        LicenseDocument license = LicenseDocument.verified(envelope, serverKeys.current());
        clock = clock.raised(license.serverTime(), monotonic.now());
        change(now -> now);
        return license;
    }

    /** A signed revocation delta. */
    public synchronized void learnRevocations(Envelope envelope) throws IOException {
        RevocationDelta delta = RevocationDelta.read(envelope, serverKeys.current());
        clock = clock.raised(delta.serverTime(), monotonic.now());
        change(now -> now.withRevocations(now.revocations().list().apply(delta)));
    }

    public synchronized RevocationList revocations() {
        return state.revocations().list();
    }

    /**
     * Whether the license may do {@code action} with the track now.
     *
     * @throws LicenseRefusal why not
     */
    public synchronized void check(LicenseDocument license, Action action, TrackId track, Moment moment) {
        license.check(opening(license), action, track, moment);
        if (license.terms().rights().rental() instanceof Rental.Terms rental) {
            checkRental(license, rental);
        }
    }

    /** The device's own first play counts even where the license does not know of it yet. */
    private void checkRental(LicenseDocument license, Rental.Terms rental) {
        Instant first = state.firstPlays().get(license.terms().grant().id());
        if (first != null) {
            Instant end = rental.playedFirst(first).endsAt().orElse(first);
            if (!time().now().isBefore(end)) {
                throw new LicenseRefusal(ProblemType.RENTAL_OVER, "the rental ended at " + end);
            }
        }
    }

    private LicenseDocument.Opening opening(LicenseDocument license) {
        String id = license.terms().licenseId().hex();
        return new LicenseDocument.Opening(
                device,
                state.revisions().getOrDefault(id, 0L),
                revocations(),
                time(),
                state.playsStarted().getOrDefault(id, 0L));
    }

    /** The manifest that the license opens; see {@link LicenseDocument#openManifest}. */
    public Manifest manifest(LicenseDocument license, Envelope envelope) {
        return license.openManifest(envelope, revocations());
    }

    /** A play was started under the license; on disk when this returns. */
    public synchronized void started(LicenseDocument license) throws IOException {
        Instant at = time().now().truncatedTo(ChronoUnit.SECONDS);
        clock = clock.raised(at, monotonic.now());
        change(now ->
                now.started(license.terms().licenseId(), license.terms().grant().id(), at));
    }

    private void change(UnaryOperator<DeviceState> step) throws IOException {
        Instant certain = clock.certain(monotonic.now()).truncatedTo(ChronoUnit.SECONDS);
        DeviceState next = step.apply(state).withMark(certain);
        file.write(SealedState.seal(device, WireJson.write(next), random));
        state = next;
    }
}
