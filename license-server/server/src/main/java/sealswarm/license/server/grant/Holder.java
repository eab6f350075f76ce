package sealswarm.license.server.grant;

import java.time.Instant;
import sealswarm.license.LicenseState;
import sealswarm.license.device.DeviceId;
import sealswarm.license.device.DeviceRequest.Use;

/**
 * A device's hold on a grant: its license.
 *
 * @param state as last stored; a lease that has run out since is seen by {@link #stateAt}
 * @param generation counts terminal states, from 1: with grant and device it names the license
 * @param revision of the license last issued
 * @param leaseUntil end of its lease; {@link Instant#MAX} for none
 * @param playsReserved plays this license may start
 * @param playsStarted plays reported under this license so far
 * @param terms SHA-256 of its terms, or {@code none}
 * @param since when the device took its slot
 * @param counted the last entry of the device's log whose plays are in {@code playsStarted}
 */
public record Holder(
        DeviceId device,
        LicenseState state,
        long generation,
        long revision,
        Use use,
        Instant leaseUntil,
        long playsReserved,
        long playsStarted,
        String terms,
        Instant since,
        Mark counted) {
    /** A place in the device's receipt log; epoch 0 before any. */
    public record Mark(long epoch, long seq) {
        /** Before any entry. */
        public static final Mark NONE = new Mark(0, 0);

        /** Whether an entry lies after this place. */
        public boolean isBefore(long entryEpoch, long entrySeq) {
            return entryEpoch > epoch || (entryEpoch == epoch && entrySeq > seq);
        }
    }

    /** The state at a time: a lease ends by itself. */
    public LicenseState stateAt(Instant now) {
        boolean live = state == LicenseState.ISSUED || state == LicenseState.ACTIVE;
        return live && !leaseUntil.isAfter(now) ? LicenseState.EXPIRED : state;
    }

    /** Whether the device takes a slot. */
    public boolean holdsSlot() {
        return !state.isTerminal();
    }

    /** With the hash of the terms last issued. */
    public Holder withTerms(String hash) {
        return new Holder(
                device,
                state,
                generation,
                revision,
                use,
                leaseUntil,
                playsReserved,
                playsStarted,
                hash,
                since,
                counted);
    }

    /** With nothing set aside and a lease that is over: the license was decided, but its keys never left. */
    public Holder unused() {
        return new Holder(device, state, generation, revision, use, since, 0, playsStarted, terms, since, counted);
    }

    Holder in(LicenseState other) {
        return new Holder(device, other, generation, revision, use, leaseUntil, 0, playsStarted, terms, since, counted);
    }

    Holder played(long more, LicenseState now, Mark upTo) {
        return new Holder(
                device,
                now,
                generation,
                revision,
                use,
                leaseUntil,
                Math.max(0, playsReserved - more),
                playsStarted + more,
                terms,
                since,
                upTo);
    }
}
