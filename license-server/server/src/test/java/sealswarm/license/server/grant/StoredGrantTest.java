package sealswarm.license.server.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sealswarm.license.server.grant.SampleGrant.NOON;
import static sealswarm.license.server.grant.SampleGrant.device;
import static sealswarm.license.server.grant.SampleGrant.holding;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.license.LicenseState;
import sealswarm.license.message.Grants.GrantState;
import sealswarm.license.rights.Rental;
import sealswarm.license.server.grant.Holder.Mark;

class StoredGrantTest {
    private static Holder held(StoredGrant grant, int device) {
        return grant.holder(device(device)).orElseThrow();
    }

    @Test
    void firstPlayIsSetOnceAndStartsARental() {
        StoredGrant rented = SampleGrant.unlimited()
                .rental(Rental.notPlayed(NOON.plusSeconds(600), 3_600))
                .with(holding(device(1), LicenseState.ISSUED, Instant.MAX, 0))
                .get();
        StoredGrant played = rented.played(device(1), NOON, 1, new Mark(1, 1));
        assertEquals(Optional.of(NOON), played.firstPlayAt());
        assertEquals(
                Optional.of(NOON.plusSeconds(3_600)),
                ((Rental.Terms) played.rights().rental()).endsAt());
        StoredGrant again = played.played(device(1), NOON.minusSeconds(300), 1, new Mark(1, 5));
        assertEquals(Optional.of(NOON), again.firstPlayAt());
        assertEquals(played.rights(), again.rights());
    }

    @Test
    void playsAreTakenFromTheReservedOnesAndNeverBelowNone() {
        StoredGrant grant = SampleGrant.unlimited()
                .with(holding(device(1), LicenseState.ISSUED, Instant.MAX, 2))
                .with(holding(device(2), LicenseState.ISSUED, Instant.MAX, 1))
                .get();
        StoredGrant played = grant.played(device(1), NOON, 3, new Mark(1, 9));
        assertEquals(3, played.playsUsed());
        assertEquals(0, held(played, 1).playsReserved());
        assertEquals(3, held(played, 1).playsStarted());
        assertEquals(LicenseState.ACTIVE, held(played, 1).state());
        assertEquals(new Mark(1, 9), held(played, 1).counted());
        assertEquals(held(grant, 2), held(played, 2));
        assertEquals(1, played.reserved());
        assertEquals(1, played.reservedByOthers(device(1)));
        assertEquals(0, played.reservedByOthers(device(2)));
    }

    @Test
    void placesOfALogFollowOneAnotherOverItsEpochs() {
        Mark mark = new Mark(2, 5);
        assertTrue(mark.isBefore(2, 6));
        assertFalse(mark.isBefore(2, 5));
        assertFalse(mark.isBefore(1, 99));
        assertTrue(mark.isBefore(3, 1));
        assertTrue(Mark.NONE.isBefore(1, 1));
    }

    @Test
    void returnedLicenseFreesSlotStreamAndPlays() {
        StoredGrant grant = SampleGrant.unlimited()
                .with(holding(device(1), LicenseState.ACTIVE, Instant.MAX, 2))
                .with(holding(device(2), LicenseState.ACTIVE, Instant.MAX, 1))
                .stream(device(1), NOON, Instant.MAX)
                .stream(device(2), NOON, Instant.MAX)
                .get();
        StoredGrant ended = grant.ended(device(1), LicenseState.RETURNED);
        assertFalse(held(ended, 1).holdsSlot());
        assertEquals(1, ended.reserved());
        assertEquals(
                List.of(device(2)),
                ended.streams().stream().map(GrantStream::device).toList());
    }

    @Test
    void revokedGrantEndsEveryLicenseButThoseThatHaveEnded() {
        StoredGrant revoked =
                SampleGrant.unlimited()
                        .holder(device(1), LicenseState.ACTIVE)
                        .holder(device(2), LicenseState.RETURNED)
                        .stream(device(1), NOON, Instant.MAX)
                        .get()
                        .revoked();
        assertEquals(GrantState.REVOKED, revoked.state());
        assertEquals(LicenseState.REVOKED, held(revoked, 1).state());
        assertEquals(LicenseState.RETURNED, held(revoked, 2).state());
        assertEquals(List.of(), revoked.streams());
    }

    @Test
    void leaseAndStreamEndInTheSecondTheyName() {
        Instant end = NOON.plusSeconds(60);
        for (LicenseState live : List.of(LicenseState.ISSUED, LicenseState.ACTIVE)) {
            Holder holder = holding(device(1), live, end, 0);
            assertEquals(live, holder.stateAt(end.minusMillis(1)));
            assertEquals(LicenseState.EXPIRED, holder.stateAt(end));
        }
        assertEquals(
                LicenseState.RETURNED,
                holding(device(1), LicenseState.RETURNED, end, 0).stateAt(end));
        StoredGrant streaming =
                SampleGrant.unlimited().stream(device(1), NOON, end).get();
        assertEquals(1, streaming.streamsAt(end.minusMillis(1)).size());
        assertEquals(0, streaming.streamsAt(end).size());
    }

    @Test
    void saleIsTheSameOnlyIfAllOfItIs() {
        StoredGrant grant = SampleGrant.fresh("o1", "anna");
        assertTrue(grant.isSameSale(SampleGrant.fresh("o1", "anna").revoked()));
        assertFalse(grant.isSameSale(SampleGrant.fresh("o2", "anna")));
        assertFalse(grant.isSameSale(SampleGrant.fresh("o1", "bert")));
        assertFalse(SampleGrant.unlimited()
                .get()
                .isSameSale(SampleGrant.unlimited().soldIn("AT").get()));
    }
}
