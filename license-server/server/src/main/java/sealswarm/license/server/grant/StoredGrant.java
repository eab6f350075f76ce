package sealswarm.license.server.grant;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sealswarm.format.key.TitleId;
import sealswarm.license.LicenseState;
import sealswarm.license.device.DeviceId;
import sealswarm.license.message.Grants.GrantKind;
import sealswarm.license.message.Grants.GrantState;
import sealswarm.license.rights.Rental;
import sealswarm.license.rights.Rights;

/**
 * A grant as it is stored.
 *
 * @param id "g-" and the id of (order, line)
 * @param subject of the realm
 * @param buyer the subject's pseudonym; a license's {@code sub}
 * @param rights as sold; a rental's first play is in them once it is known
 * @param holders devices that have or had a license, one entry each
 * @param streams devices that play now
 * @param swaps when freed device slots were filled again, oldest first
 * @param playsUsed plays reported and counted against a limit
 * @param ver changes with every change
 */
public record StoredGrant(
        String id,
        String subject,
        String buyer,
        TitleId title,
        GrantKind kind,
        GrantState state,
        Rights rights,
        Sale sale,
        Instant createdAt,
        Optional<Instant> firstPlayAt,
        List<Holder> holders,
        List<GrantStream> streams,
        List<Instant> swaps,
        long playsUsed,
        long ver) {
    /** Where it came from. */
    public record Sale(String orderId, int line, String offerId, int offerVersion, String territory) {}

    public StoredGrant {
        holders = List.copyOf(holders);
        streams = List.copyOf(streams);
        swaps = List.copyOf(swaps);
    }

    /** A grant nobody holds a license of yet. */
    public static StoredGrant fresh(
            String id,
            String subject,
            String buyer,
            TitleId title,
            GrantKind kind,
            Rights rights,
            Sale sale,
            Instant createdAt) {
        return new StoredGrant(
                id,
                subject,
                buyer,
                title,
                kind,
                GrantState.ACTIVE,
                rights,
                sale,
                createdAt,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                0,
                1);
    }

    /** Whether both were sold alike: what repeating a sale must find. */
    public boolean isSameSale(StoredGrant other) {
        return id.equals(other.id)
                && subject.equals(other.subject)
                && title.equals(other.title)
                && kind == other.kind
                && sale.equals(other.sale);
    }

    public Optional<Holder> holder(DeviceId device) {
        return holders.stream().filter(held -> held.device().equals(device)).findFirst();
    }

    /** The streams that run at a time. */
    public List<GrantStream> streamsAt(Instant now) {
        return streams.stream().filter(stream -> stream.until().isAfter(now)).toList();
    }

    /** Plays reserved by licenses of other devices. */
    public long reservedByOthers(DeviceId device) {
        return holders.stream()
                .filter(held -> held.holdsSlot() && !held.device().equals(device))
                .mapToLong(Holder::playsReserved)
                .sum();
    }

    /** Plays reserved by all licenses. */
    public long reserved() {
        return holders.stream()
                .filter(Holder::holdsSlot)
                .mapToLong(Holder::playsReserved)
                .sum();
    }

    /** The grant with a device's hold added or changed. */
    public StoredGrant with(Holder holder) {
        List<Holder> changed = new ArrayList<>(holders);
        changed.removeIf(held -> held.device().equals(holder.device()));
        changed.add(holder);
        return copy(state, rights, firstPlayAt, changed, streams, swaps, playsUsed);
    }

    public StoredGrant withStreams(List<GrantStream> running) {
        return copy(state, rights, firstPlayAt, holders, running, swaps, playsUsed);
    }

    public StoredGrant withSwap(Instant at, List<Instant> recent) {
        List<Instant> more = new ArrayList<>(recent);
        more.add(at);
        return copy(state, rights, firstPlayAt, holders, streams, more, playsUsed);
    }

    /** The device gave its license back or lost it: its slot, stream and reserved plays are free. */
    public StoredGrant ended(DeviceId device, LicenseState terminal) {
        List<Holder> changed = holders.stream()
                .map(held -> held.device().equals(device) ? held.in(terminal) : held)
                .toList();
        List<GrantStream> left = streams.stream()
                .filter(stream -> !stream.device().equals(device))
                .toList();
        return copy(state, rights, firstPlayAt, changed, left, swaps, playsUsed);
    }

    /** The device stopped playing. */
    public StoredGrant stopped(DeviceId device) {
        return withStreams(streams.stream()
                .filter(stream -> !stream.device().equals(device))
                .toList());
    }

    /** Nobody plays this any more. */
    public StoredGrant revoked() {
        List<Holder> changed = holders.stream()
                .map(held -> held.state().isTerminal() ? held : held.in(LicenseState.REVOKED))
                .toList();
        return copy(GrantState.REVOKED, rights, firstPlayAt, changed, List.of(), swaps, playsUsed);
    }

    /**
     * Plays were reported by a device; the first one of all starts a rental. Plays up to a holder's mark are in already, so
     * reporting again changes nothing.
     *
     * @param firstAt when the first of them began
     * @param plays how many began after the holder's mark
     * @param upTo the last entry looked at
     */
    public StoredGrant played(DeviceId device, Instant firstAt, long plays, Holder.Mark upTo) {
        Optional<Instant> first = firstPlayAt.isPresent() ? firstPlayAt : Optional.of(firstAt);
        List<Holder> changed = holders.stream()
                .map(held -> held.device().equals(device)
                        ? held.played(
                                plays, held.state() == LicenseState.ISSUED ? LicenseState.ACTIVE : held.state(), upTo)
                        : held)
                .toList();
        return copy(state, started(rights, first.orElseThrow()), first, changed, streams, swaps, playsUsed + plays);
    }

    private static Rights started(Rights rights, Instant first) {
        return rights.rental() instanceof Rental.Terms terms ? withRental(rights, terms.playedFirst(first)) : rights;
    }

    private static Rights withRental(Rights rights, Rental rental) {
        return new Rights(
                rights.actions(),
                rights.window(),
                rental,
                rights.plays(),
                rights.devices(),
                rights.streams(),
                rights.tracks(),
                rights.territory(),
                rights.offline(),
                rights.output(),
                rights.renew(),
                rights.charge(),
                rights.transfer(),
                rights.household(),
                rights.trace());
    }

    /** A changed copy; {@link #next} gives it its version. */
    private StoredGrant copy(
            GrantState newState,
            Rights newRights,
            Optional<Instant> first,
            List<Holder> newHolders,
            List<GrantStream> newStreams,
            List<Instant> newSwaps,
            long used) {
        return new StoredGrant(
                id,
                subject,
                buyer,
                title,
                kind,
                newState,
                newRights,
                sale,
                createdAt,
                first,
                newHolders,
                newStreams,
                newSwaps,
                used,
                ver);
    }

    /** The same content under the next version: what a conditional update stores. */
    public StoredGrant next() {
        return new StoredGrant(
                id,
                subject,
                buyer,
                title,
                kind,
                state,
                rights,
                sale,
                createdAt,
                firstPlayAt,
                holders,
                streams,
                swaps,
                playsUsed,
                ver + 1);
    }
}
