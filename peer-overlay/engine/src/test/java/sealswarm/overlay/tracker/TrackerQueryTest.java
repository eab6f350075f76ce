package sealswarm.overlay.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.reach.NatClass;
import sealswarm.trial.Cases;

class TrackerQueryTest {
    private static final String HASH = "%ab%CD" + "a".repeat(18);
    private static final String GOOD =
            "info_hash=" + HASH + "&peer_id=-TT0001-abcdefghijkl&port=6881&uploaded=1&downloaded=2&left=3";

    @Test
    void theClassOfANatIsTakenIfItIsKnown() throws Exception {
        assertEquals(NatClass.CONE, TrackerQuery.announce(GOOD + "&ss_nat=cone").nat());
        assertEquals(
                NatClass.UNKNOWN,
                TrackerQuery.announce(GOOD + "&ss_nat=pyramid").nat());
        assertEquals(NatClass.UNKNOWN, TrackerQuery.announce(GOOD).nat());
    }

    @Test
    void readsAnAnnounce() throws Exception {
        Announce announce =
                TrackerQuery.announce(GOOD + "&event=started&numwant=7&key=ab&compact=1&ss=1&ip=192.0.2.7&&x");
        assertEquals("abcd" + "61".repeat(18), announce.infoHash().hex());
        assertEquals(6881, announce.port());
        assertEquals(1, announce.uploaded());
        assertEquals(2, announce.downloaded());
        assertEquals(3, announce.left());
        assertEquals(AnnounceEvent.STARTED, announce.event());
        assertEquals(7, announce.peersWanted());
        assertEquals(Announce.Style.OURS, announce.style());
        assertEquals(Optional.of(SampleAnnounce.address("192.0.2.7")), announce.claimedAddress());
    }

    @Test
    void fillsInWhatStockClientsLeaveOut() throws Exception {
        Announce announce = TrackerQuery.announce(GOOD);
        assertEquals(AnnounceEvent.NONE, announce.event());
        assertEquals(SwarmTable.MAX_PEERS, announce.peersWanted());
        assertEquals(Announce.Style.STOCK, announce.style());
        assertEquals(0, announce.key());
        assertEquals(AnnounceEvent.NONE, TrackerQuery.announce(GOOD + "&event=").event());
    }

    @Test
    void numwantIsClampedNotRefused() throws Exception {
        assertEquals(50, TrackerQuery.announce(GOOD + "&numwant=-1").peersWanted());
        assertEquals(50, TrackerQuery.announce(GOOD + "&numwant=1000000000").peersWanted());
        assertEquals(
                50,
                TrackerQuery.announce(GOOD + "&numwant=99999999999999999999999").peersWanted());
        assertEquals(0, TrackerQuery.announce(GOOD + "&numwant=0").peersWanted());
    }

    @Test
    void refusesEachMalformedParameterByName() {
        assertRefused("info_hash is missing", "peer_id=" + "a".repeat(20) + "&port=1&left=0");
        assertRefused("info_hash is given twice", GOOD + "&info_hash=" + HASH);
        assertRefused("info_hash must be 20 bytes, not 19", GOOD.replace("%ab", ""));
        assertRefused("info_hash must be 20 bytes, not 21", GOOD.replace("%ab", "%ab%ab"));
        assertRefused("info_hash must be 20 bytes, not 22", GOOD.replace("%ab", "%25ab"));
        assertRefused("malformed percent-encoding", GOOD.replace("%ab", "%a"));
        assertRefused("malformed percent-encoding", GOOD.replace("%ab", "%zz"));
        assertRefused("malformed percent-encoding", GOOD + "%");
        assertRefused("malformed percent-encoding", GOOD + "%4");
        assertRefused("peer_id is missing", GOOD.replace("peer_id", "peer"));
        assertRefused("peer_id must be 20 bytes, not 19", GOOD.replace("-abc", "-ab"));
        for (String port : new String[] {"0", "65536", "-1", "", "1x", "99999999999999999999"}) {
            assertTrue(refusal(GOOD.replace("6881", port)).startsWith("port must be a number"), port);
        }
        assertRefused("port is missing", GOOD.replace("port", "p"));
        assertRefused("left is missing", GOOD.replace("left", "l"));
        for (String left : new String[] {"-1", "9223372036854775808", "1e3", " 1"}) {
            assertTrue(refusal(GOOD.replace("left=3", "left=" + left)).startsWith("left must be a number"), left);
        }
        assertTrue(refusal(GOOD + "&event=unknown").startsWith("event must be one of"));
        assertTrue(refusal(GOOD + "&compact=2").startsWith("compact must be"));
        assertTrue(refusal(GOOD + "&ss=2").startsWith("ss must be"));
        assertRefused("key must be at most 64 bytes", GOOD + "&key=" + "k".repeat(65));
    }

    @Test
    void namesAreNeverResolved() throws Exception {
        for (String ip : new String[] {"example.org", "localhost", "0x7f.1", "127.1", "::1%25lo", "1.2.3.400"}) {
            assertEquals(
                    Optional.empty(), TrackerQuery.announce(GOOD + "&ip=" + ip).claimedAddress(), ip);
        }
    }

    @Test
    void parametersAreCounted() throws Exception {
        String extra = "&x=1".repeat(TrackerQuery.MAX_PARAMETERS - 6);
        assertEquals(6881, TrackerQuery.announce(GOOD + extra).port());
        assertRefused("at most 64 parameters", GOOD + extra + "&x=1");
    }

    @Test
    void scrapeTakesOneToSixtyFourHashes() throws Exception {
        String one = "info_hash=" + HASH;
        assertEquals(1, TrackerQuery.scrape(one).size());
        assertEquals(
                TrackerQuery.MAX_SCRAPE,
                TrackerQuery.scrape((one + "&").repeat(TrackerQuery.MAX_SCRAPE)).size());
        assertThrows(TrackerQuery.BadQueryException.class, () -> TrackerQuery.scrape(""));
        assertThrows(
                TrackerQuery.BadQueryException.class,
                () -> TrackerQuery.scrape((one + "&").repeat(TrackerQuery.MAX_SCRAPE + 1)));
        assertThrows(TrackerQuery.BadQueryException.class, () -> TrackerQuery.scrape("info_hash=short"));
    }

    @Test
    void anyQueryIsReadOrRefusedNeverFailed() {
        String alphabet = "%&=+info_hash0129afport-é\u0000";
        Cases.forAll(20260201, 5_000, random -> {
            StringBuilder query = new StringBuilder(random.nextBoolean() ? GOOD : "");
            for (int i = random.nextInt(40); i > 0; i--) {
                query.insert(random.nextInt(query.length() + 1), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                TrackerQuery.announce(query.toString());
            } catch (TrackerQuery.BadQueryException e) {
                assertTrue(!e.words().isEmpty());
            }
        });
    }

    private static void assertRefused(String reason, String query) {
        assertEquals(reason, refusal(query));
    }

    private static String refusal(String query) {
        return assertThrows(TrackerQuery.BadQueryException.class, () -> TrackerQuery.announce(query))
                .words();
    }
}
