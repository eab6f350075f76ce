package sealswarm.license.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.ledger.journal.JournalVerifier;
import sealswarm.ledger.journal.StoredEntry;
import sealswarm.license.message.Grants.GrantState;
import sealswarm.license.server.LicenseServerParts.Checkpoints;
import sealswarm.license.server.SampleShop;
import sealswarm.license.server.grant.StoredGrant;
import sealswarm.license.server.ledger.MongoJournalStore;
import sealswarm.trial.crash.ChildJvm;

/**
 * One kill -9 while every checkpoint of issue, renewal, enrolment, receipts, sale and refund has a request in it. Then: each
 * request, sent again as it was, gets one and the same answer, the one it got before if it had got one; nothing is charged twice;
 * the journal verifies.
 */
class RightsCrashIT {
    @TempDir
    private Path directory;

    @Test
    void killedInEveryStepAtOnceItLosesNothingAndChargesNothingTwice() throws Exception {
        List<String> said;
        try (ChildJvm child = ChildJvm.start(RightsMain.class, List.of(), directory.toString())) {
            assertTrue(child.says(RightsMain.ALL_CAUGHT), () -> "the flows ended early: " + child.lines());
            child.kill();
            said = child.lines();
        }
        assertEquals(
                List.of(),
                said.stream()
                        .filter(line -> line.startsWith("missed") || line.startsWith("failed"))
                        .toList());
        List<Call> calls = Call.kept(RightsMain.calls(directory));
        Set<String> caught = said.stream()
                .filter(line -> line.startsWith("caught "))
                .map(line -> line.substring("caught ".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        try (SampleShop shop = RightsMain.shop(directory, Checkpoints.NONE)) {
            shop.pass(RightsFlows.LATER.multipliedBy(20));
            for (Call call : calls) {
                String answer = call.send(shop.address());
                assertEquals(answer, call.send(shop.address()), call.name() + " is answered in two ways");
                said.stream()
                        .filter(line -> line.startsWith("answered " + call.name() + " "))
                        .forEach(line -> assertEquals(line, "answered " + call.name() + " " + answer, "lost"));
            }
            verifyJournal(shop);
            assertEquals(caught, verifyFlows(shop, caught));
        }
    }

    private static void verifyJournal(SampleShop shop) {
        JournalVerifier verifier = new JournalVerifier("main");
        List<StoredEntry> entries = new MongoJournalStore(shop.database()).read("main", 1, 1_000);
        entries.forEach(entry -> verifier.accept(entry.bytes()));
        assertEquals(Optional.empty(), verifier.finding());
        TreeMap<String, Long> kinds = new TreeMap<>(entries.stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.entry().kind().text() + ":"
                                + String.join(":", entry.entry().draft().key().segments()),
                        Collectors.counting())));
        assertTrue(kinds.values().stream().allMatch(count -> count == 1), kinds.toString());
    }

    /** Checks each buyer's end; returns who was checked. */
    private static Set<String> verifyFlows(SampleShop shop, Set<String> buyers) throws Exception {
        Set<String> checked = new TreeSet<>();
        for (String buyer : buyers) {
            switch (buyer.substring(0, buyer.indexOf('-'))) {
                case "issue", "renew" -> verifyLicense(shop, buyer);
                case "enrol" ->
                    assertEquals(1, shop.api("buyer:" + buyer).devices().slots().used(), buyer);
                case "upload", "join" -> verifyPlayed(shop, buyer);
                case "buy" -> verifySold(shop, buyer, GrantState.ACTIVE, 700);
                case "refund" -> verifySold(shop, buyer, GrantState.REVOKED, 1_000);
                default -> throw new AssertionError("no such flow: " + buyer);
            }
            checked.add(buyer);
        }
        return checked;
    }

    private static StoredGrant grant(SampleShop shop, String buyer) {
        return shop.stored(SampleShop.grantId("order-" + buyer));
    }

    /** One device, one stream, one play reserved and its price set aside once. */
    private static void verifyLicense(SampleShop shop, String buyer) throws Exception {
        StoredGrant grant = grant(shop, buyer);
        assertEquals(1, grant.holders().size(), buyer);
        assertEquals(1, grant.streams().size(), buyer);
        assertEquals(1, grant.reserved(), buyer);
        assertEquals(700, wallet(shop, buyer), buyer);
        long releases = 0;
        for (Document release : shop.database().getCollection("licenses").find()) {
            releases += release.getString("grantId").equals(grant.id()) ? 1 : 0;
        }
        assertEquals(buyer.startsWith("issue") ? 1 : 2, releases, buyer);
    }

    /** One play, counted once, charged once, its hold used up. */
    private static void verifyPlayed(SampleShop shop, String buyer) throws Exception {
        StoredGrant grant = grant(shop, buyer);
        assertEquals(1, grant.playsUsed(), buyer);
        assertEquals(0, grant.reserved(), buyer);
        assertEquals(700, wallet(shop, buyer), buyer);
        long plays = new MongoJournalStore(shop.database())
                .read("main", 1, 1_000).stream()
                        .filter(entry -> entry.entry().kind().text().equals("ply")
                                && entry.entry().draft().ref().equals(grant.id()))
                        .count();
        assertEquals(1, plays, buyer);
    }

    private static void verifySold(SampleShop shop, String buyer, GrantState state, long left) throws Exception {
        assertEquals(state, grant(shop, buyer).state(), buyer);
        assertEquals(left, wallet(shop, buyer), buyer);
    }

    private static long wallet(SampleShop shop, String buyer) throws Exception {
        return shop.api("service:storefront").wallet(buyer).balances().get(0).minorUnits();
    }
}
