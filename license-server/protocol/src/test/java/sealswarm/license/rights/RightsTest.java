package sealswarm.license.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sealswarm.format.json.CanonicalJson;
import sealswarm.format.json.StrictJson;
import sealswarm.format.key.TrackId;
import sealswarm.format.problem.FormatException;
import sealswarm.license.problem.ProblemType;

class RightsTest {
    private static final Instant NOW = SampleRights.START.plus(Duration.ofDays(10));

    @Test
    void jsonIsReadBackEqualAndByteStable() {
        Rights rights = SampleRights.with(
                new Window(SampleRights.START, Until.of(NOW)), Rental.notPlayed(NOW, 172_800), Limit.of(3));
        byte[] bytes = CanonicalJson.bytes(rights.tree());
        Rights again = Rights.read(StrictJson.parseObject(bytes, 64 * 1024));
        assertEquals(rights, again);
        assertEquals(new String(bytes, StandardCharsets.UTF_8), CanonicalJson.text(again.tree()));
    }

    @Test
    void anyMissingMemberRefusesTheWhole() {
        for (String member : names(SampleRights.owned().tree())) {
            ObjectNode tree = SampleRights.owned().tree();
            tree.remove(member);
            assertThrows(FormatException.class, () -> Rights.read(tree), member);
            if (tree.size() > 0 && SampleRights.owned().tree().get(member) instanceof ObjectNode inner) {
                for (String innerMember : names(inner)) {
                    ObjectNode cut = SampleRights.owned().tree();
                    ((ObjectNode) cut.get(member)).remove(innerMember);
                    assertThrows(FormatException.class, () -> Rights.read(cut), member + "." + innerMember);
                }
            }
        }
    }

    @Test
    void anyUnknownMemberRefusesTheWhole() {
        ObjectNode tree = SampleRights.owned().tree().put("cast", "all");
        assertThrows(FormatException.class, () -> Rights.read(tree));
        for (String member : names(SampleRights.owned().tree())) {
            ObjectNode more = SampleRights.owned().tree();
            if (more.get(member) instanceof ObjectNode inner) {
                inner.put("extra", 1);
                assertThrows(FormatException.class, () -> Rights.read(more), member);
            }
        }
    }

    @Test
    void wrongValuesAreRefused() {
        refuses("actions", "[\"fly\"]");
        refuses("actions", "[1]");
        refuses("tracks", "[]");
        refuses("tracks", "\"unlimited\"");
        refuses("tracks", "[\"hd\",\"hd\"]");
        refuses("tracks", "[\"../x\"]");
        refuses("window", "{\"notBefore\":\"2031-01-01T00:00:00Z\",\"notAfter\":\"2030-01-01T00:00:00Z\"}");
        refuses("window", "{\"notBefore\":\"10000-01-01T00:00:00Z\",\"notAfter\":\"unlimited\"}");
        refuses("window", "{\"notBefore\":\"2031-02-30T00:00:00Z\",\"notAfter\":\"unlimited\"}");
        refuses("plays", "{\"max\":-1,\"countAfterS\":30}");
        refuses("plays", "{\"max\":\"many\",\"countAfterS\":30}");
        refuses("plays", "{\"max\":\"5\",\"countAfterS\":30}");
        refuses("plays", "{\"max\":5,\"countAfterS\":\"30\"}");
        refuses("rental", "{\"startBefore\":\"2031-01-01T00:00:00Z\",\"playForS\":0,\"firstPlayAt\":\"none\"}");
        refuses("rental", "null");
        refuses("territory", "{\"allow\":[\"de\"]}");
        refuses("territory", "{\"allow\":[]}");
        refuses("offline", "{\"maxS\":null}");
        refuses("renew", "{\"until\":\"unlimited\",\"afterExpiry\":1}");
        refuses("renew", "{\"until\":\"unlimited\",\"afterExpiry\":\"true\"}");
        refuses("charge", "{\"model\":\"once\",\"unit\":{\"c\":\"XXX\",\"m\":\"0\"}}");
        refuses("trace", "\"some\"");
    }

    @Test
    void offlineUseNeedsTheActionDownload() {
        ObjectNode tree = SampleRights.owned().tree();
        tree.putArray("actions").add("play");
        assertThrows(FormatException.class, () -> Rights.read(tree));
        tree.putObject("offline").put("maxS", 0);
        assertEquals(Limit.of(0), Rights.read(tree).offline().maxS());
    }

    @Test
    void playsWhatIsGranted() {
        assertEquals(RightsDecision.GRANTED, decide(SampleRights.owned(), Action.PLAY, SampleRights.HD, NOW, 1_000));
    }

    @Test
    void refusesAnActionThatIsNotGranted() {
        assertDenied(
                ProblemType.ACTION_NOT_GRANTED, decide(SampleRights.owned(), Action.EXPORT, SampleRights.HD, NOW, 0));
    }

    @Test
    void refusesATrackThatIsNotGranted() {
        assertDenied(
                ProblemType.TRACK_NOT_GRANTED, decide(SampleRights.owned(), Action.PLAY, new TrackId("uhd"), NOW, 0));
    }

    @Test
    void windowOpensAtItsFirstSecondAndEndsBeforeItsLast() {
        Rights rights = SampleRights.with(new Window(SampleRights.START, Until.of(NOW)), Rental.NONE, Limit.UNLIMITED);
        assertDenied(ProblemType.WINDOW_NOT_OPEN, play(rights, SampleRights.START.minusSeconds(1)));
        assertEquals(RightsDecision.GRANTED, play(rights, SampleRights.START));
        assertEquals(RightsDecision.GRANTED, play(rights, NOW.minusSeconds(1)));
        assertDenied(ProblemType.WINDOW_CLOSED, play(rights, NOW));
    }

    @Test
    void rentalMustStartInTimeAndThenEnds() {
        Window always = new Window(SampleRights.START, Until.UNLIMITED);
        Rental.Terms fresh = new Rental.Terms(NOW, 100, "none");
        assertEquals(
                RightsDecision.GRANTED, play(SampleRights.with(always, fresh, Limit.UNLIMITED), NOW.minusSeconds(1)));
        assertDenied(ProblemType.RENTAL_START_PASSED, play(SampleRights.with(always, fresh, Limit.UNLIMITED), NOW));
        Rights running = SampleRights.with(always, fresh.playedFirst(NOW.minusSeconds(50)), Limit.UNLIMITED);
        assertEquals(RightsDecision.GRANTED, play(running, NOW.plusSeconds(49)));
        assertDenied(ProblemType.RENTAL_OVER, play(running, NOW.plusSeconds(50)));
        assertEquals(Until.of(NOW.plusSeconds(50)), running.end());
    }

    @Test
    void firstPlayIsSetOnce() {
        Rental.Terms once = new Rental.Terms(NOW, 100, "none").playedFirst(NOW.minusSeconds(50));
        assertEquals(once, once.playedFirst(NOW));
    }

    @Test
    void playsAreUsedUpAtTheLimit() {
        Rights rights = SampleRights.with(new Window(SampleRights.START, Until.UNLIMITED), Rental.NONE, Limit.of(2));
        assertEquals(RightsDecision.GRANTED, decide(rights, Action.PLAY, SampleRights.HD, NOW, 1));
        assertDenied(ProblemType.PLAYS_USED_UP, decide(rights, Action.PLAY, SampleRights.HD, NOW, 2));
    }

    @Test
    void territoryHoldsInItsCountriesOnly() {
        assertEquals(RightsDecision.GRANTED, SampleRights.owned().decideTerritory("AT"));
        assertDenied(ProblemType.TERRITORY, SampleRights.owned().decideTerritory("CH"));
    }

    private static RightsDecision play(Rights rights, Instant now) {
        return decide(rights, Action.PLAY, SampleRights.HD, now, 0);
    }

    private static RightsDecision decide(Rights rights, Action action, TrackId track, Instant now, long plays) {
        return rights.decide(new Rights.Question(action, track, now, plays));
    }

    private static void assertDenied(ProblemType problem, RightsDecision decision) {
        assertEquals(
                problem, assertInstanceOf(RightsDecision.Denied.class, decision).problem());
    }

    private static void refuses(String member, String json) {
        ObjectNode tree = SampleRights.owned().tree();
        JsonNode value = StrictJson.parse(json.getBytes(StandardCharsets.UTF_8), 1_000);
        tree.set(member, value);
        assertThrows(FormatException.class, () -> Rights.read(tree), member + " " + json);
    }

    private static List<String> names(ObjectNode tree) {
        List<String> names = new ArrayList<>();
        tree.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
