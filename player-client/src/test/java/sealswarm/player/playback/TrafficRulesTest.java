package sealswarm.player.playback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sealswarm.overlay.swarm.Sharing;
import sealswarm.player.playback.Traffic.Serving;
import sealswarm.player.playback.TrafficRules.Restraint;

class TrafficRulesTest {
    private static final long RATE = 500_000;

    private static EnumSet<Restraint> restraints(String names) {
        EnumSet<Restraint> all = EnumSet.noneOf(Restraint.class);
        Arrays.stream(names.split(" "))
                .filter(name -> !name.isEmpty())
                .forEach(name -> all.add(Restraint.of(name).orElseThrow()));
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        // choice, restraints, idle, loading, playing, fetching
        "EDGE_ONLY, '', EDGE_ONLY, EDGE_ONLY, EDGE_ONLY, EDGE_ONLY",
        "EDGE_ONLY, 'paused metered idle-only', EDGE_ONLY, EDGE_ONLY, EDGE_ONLY, EDGE_ONLY",
        "SHARE, '', ONLY_PLAYING, ONLY_PLAYING, OPEN, OPEN",
        "SHARE, paused, PAUSED, PAUSED, PAUSED, PAUSED",
        "SHARE, metered, METERED, METERED, METERED, METERED",
        "SHARE, idle-only, ONLY_PLAYING, ONLY_IDLE, ONLY_IDLE, OPEN",
        "ALWAYS, '', OPEN, OPEN, OPEN, OPEN",
        "ALWAYS, paused, PAUSED, PAUSED, PAUSED, PAUSED",
        "ALWAYS, metered, METERED, METERED, METERED, METERED",
        "ALWAYS, idle-only, OPEN, ONLY_IDLE, ONLY_IDLE, OPEN",
        "ALWAYS, 'metered idle-only', METERED, METERED, METERED, METERED",
        "ALWAYS, 'paused metered', PAUSED, PAUSED, PAUSED, PAUSED",
    })
    void peersAreServedAsChoiceAndRestraintsAllow(
            PeerChoice choice, String names, Serving idle, Serving loading, Serving playing, Serving fetching) {
        TrafficRules rules = new TrafficRules(7, 9, restraints(names));
        assertEquals(idle, rules.traffic(choice, Activity.IDLE, RATE).serving());
        assertEquals(loading, rules.traffic(choice, Activity.LOADING, RATE).serving());
        assertEquals(playing, rules.traffic(choice, Activity.PLAYING, RATE).serving());
        assertEquals(fetching, rules.traffic(choice, Activity.FETCHING, RATE).serving());
    }

    @Test
    void onlyOpenIsOpenForASwarm() {
        for (Serving serving : Serving.values()) {
            Sharing due = serving == Serving.OPEN ? Sharing.OPEN : Sharing.PAUSED;
            assertEquals(due, new Traffic(serving, 0, 0).sharing(), serving.text());
        }
    }

    @ParameterizedTest
    @CsvSource({
        // limit, restraints, media rate, idle, loading, playing, fetching
        "0, '', 500000, 0, 0, 0, 0",
        "9, 'paused idle-only', 500000, 9, 9, 9, 9",
        "0, metered, 500000, 1024, 1000000, 1000000, 0",
        "0, metered, 65536, 1024, 131072, 131072, 0",
        "0, metered, 65537, 1024, 131074, 131074, 0",
        "700000, metered, 500000, 1024, 700000, 700000, 700000",
        "700, metered, 500000, 700, 700, 700, 700",
        "0, metered, 9223372036854775807, 1024, 2199023255552, 2199023255552, 0",
    })
    void meteredLineFetchesNoMoreThanAPlayNeeds(
            long limit, String names, long rate, long idle, long loading, long playing, long fetching) {
        TrafficRules rules = new TrafficRules(7, limit, restraints(names));
        for (PeerChoice choice : PeerChoice.values()) {
            assertEquals(idle, rules.traffic(choice, Activity.IDLE, rate).downloadLimit());
            assertEquals(loading, rules.traffic(choice, Activity.LOADING, rate).downloadLimit());
            assertEquals(playing, rules.traffic(choice, Activity.PLAYING, rate).downloadLimit());
            assertEquals(
                    fetching, rules.traffic(choice, Activity.FETCHING, rate).downloadLimit());
            assertEquals(7, rules.traffic(choice, Activity.IDLE, rate).uploadLimit());
        }
    }

    @Test
    void limitsOutOfRangeAreRefused() {
        long most = TrafficRules.MAX_LIMIT;
        assertEquals(most, new TrafficRules(most, most, Set.of()).uploadLimit());
        assertThrows(IllegalArgumentException.class, () -> new TrafficRules(most + 1, 0, Set.of()));
        assertThrows(IllegalArgumentException.class, () -> new TrafficRules(0, most + 1, Set.of()));
        assertThrows(IllegalArgumentException.class, () -> new TrafficRules(-1, 0, Set.of()));
        assertThrows(IllegalArgumentException.class, () -> new TrafficRules(0, -1, Set.of()));
    }

    @Test
    void restraintOfAnotherNameIsNone() {
        assertEquals(Optional.empty(), Restraint.of("METERED"));
        assertEquals(Optional.of(Restraint.IDLE_ONLY), Restraint.of("idle-only"));
    }
}
