package sealswarm.overlay.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sealswarm.trial.Cases;

class AltoMapsTest {
    private static final String NETWORKS = """
            {"meta": {"vtag": {"resource-id": "net", "tag": "t1"}},
             "network-map": {
               "home": {"ipv4": ["192.0.2.0/24", "198.51.100.0/25"], "ipv6": ["2001:db8:1::/48"]},
               "peer.net": {"ipv4": ["198.51.100.128/25"], "priority:x": ["00"]},
               "rest": {"ipv4": ["0.0.0.0/0"], "ipv6": ["::/0"]}}}""";
    private static final String COSTS = """
            {"meta": {"dependent-vtags": [{"resource-id": "net", "tag": "t1"}],
                      "cost-type": {"cost-mode": "numerical", "cost-metric": "routingcost"}},
             "cost-map": {"home": {"home": 1, "peer.net": 2.5}, "peer.net": {"home": 5, "peer.net": 1},
                          "rest": {"home": 20}}}""";

    private static Locality read(String networks, String costs) {
        return Locality.ofAlto(networks.getBytes(StandardCharsets.UTF_8), costs.getBytes(StandardCharsets.UTF_8));
    }

    private static Locality.Place place(Locality maps, String address) {
        return maps.of(Endpoint.ofLiteral(address, 1));
    }

    @Test
    void addressesAreInTheNetworkOfTheirLongestPrefixAndCostsHaveADirection() {
        Locality maps = read(NETWORKS, COSTS);
        Locality.Place home = place(maps, "192.0.2.77");
        assertEquals(new Locality.Place("", "", "home"), home);
        assertEquals(home, place(maps, "2001:db8:1::5"));
        assertEquals(home, place(maps, "198.51.100.127"));
        Locality.Place peer = place(maps, "198.51.100.128");
        assertEquals("peer.net", peer.network());
        assertEquals("rest", place(maps, "203.0.113.1").network());
        assertEquals("rest", place(maps, "2001:db8:2::1").network());
        assertEquals(2.5, maps.cost(home, peer));
        assertEquals(5, maps.cost(peer, home));
        assertEquals(Double.POSITIVE_INFINITY, maps.cost(home, place(maps, "203.0.113.1")));
        assertEquals(Double.POSITIVE_INFINITY, maps.cost(home, Locality.Place.UNKNOWN));
    }

    @Test
    void whatIsNotThePairOfMapsIsRefusedByName() {
        refused("network map: not JSON", "{", COSTS);
        refused("network map: not a JSON object", "[]", COSTS);
        refused("network map: not JSON", NETWORKS + "{}", COSTS);
        refused("network map: not JSON", NETWORKS.replace("\"rest\"", "\"home\""), COSTS);
        refused("network map: meta is missing", "{}", COSTS);
        refused("network map: vtag is missing", NETWORKS.replace("vtag", "v"), COSTS);
        refused("network map: not a PID: 'ho me'", NETWORKS.replace("\"home\"", "\"ho me\""), COSTS);
        for (String bad :
                List.of("192.0.2.0", "192.0.2.0/33", "2001:db8::/32", "example.org/24", "1/8", "256.0.0.0/8")) {
            refused("network map: home.ipv4: not a prefix", NETWORKS.replace("192.0.2.0/24", bad), COSTS);
        }
        refused("peer.net.ipv4: a list", NETWORKS.replace("[\"198.51.100.128/25\"]", "\"198.51.100.128/25\""), COSTS);
        refused("rest: costs by PID are due", NETWORKS, COSTS.replace("{\"home\": 20}", "20"));
        refused("there twice", NETWORKS.replace("198.51.100.128/25", "192.0.2.1/24"), COSTS);
        refused("cost map: meta.dependent-vtags: made for another", NETWORKS.replace("t1", "t2"), COSTS);
        refused("cost map: meta.cost-type", NETWORKS, COSTS.replace("numerical", "ordinal"));
        refused("cost map: meta.cost-type", NETWORKS, COSTS.replace("routingcost", "hopcount"));
        refused("cost map: home to peer.net", NETWORKS, COSTS.replace("2.5", "-2.5"));
        refused("cost map: home to peer.net", NETWORKS, COSTS.replace("2.5", "\"2.5\""));
        refused("cost map: home to peer.net", NETWORKS, COSTS.replace("2.5", "1e999"));
        refused("cost map: nowhere to home", NETWORKS, COSTS.replace("\"rest\"", "\"nowhere\""));
        refused("cost map: not JSON", NETWORKS, "[".repeat(AltoMaps.MAX_BYTES));
        refused("network map: longer than", " ".repeat(AltoMaps.MAX_BYTES + 1), COSTS);
    }

    private static void refused(String what, String networks, String costs) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> read(networks, costs), what);
        assertTrue(String.valueOf(refusal.getMessage()).contains(what), refusal.getMessage());
    }

    @Test
    void moreThanTheLimitsIsRefusedAndTheLimitIsNot() {
        read(many(AltoMaps.MAX_PIDS, 1), COSTS.substring(0, COSTS.indexOf("\"cost-map\"")) + "\"cost-map\": {}}");
        refused("more than " + AltoMaps.MAX_PIDS + " PIDs", many(AltoMaps.MAX_PIDS + 1, 1), COSTS);
        refused("more than " + AltoMaps.MAX_PREFIXES + " prefixes", many(1, AltoMaps.MAX_PREFIXES + 1), COSTS);
    }

    private static String many(int pids, int prefixes) {
        StringBuilder map = new StringBuilder(
                "{\"meta\": {\"vtag\": {\"resource-id\": \"net\", \"tag\": \"t1\"}}, \"network-map\": {");
        for (int pid = 0; pid < pids; pid++) {
            map.append(pid == 0 ? "" : ",").append("\"p").append(pid).append("\": {\"ipv4\": [");
            for (int i = 0; i < prefixes; i++) {
                int n = pid * prefixes + i;
                map.append(i == 0 ? "" : ",").append("\"10.").append(n >> 16).append('.');
                map.append(n >> 8 & 0xff).append('.').append(n & 0xff).append("/32\"");
            }
            map.append("]}");
        }
        return map.append("}}").toString();
    }

    @Test
    void flippedBytesAreReadOrRefusedAndNothingElse() {
        Cases.forAll(20260702, 300, random -> {
            byte[] networks = NETWORKS.getBytes(StandardCharsets.UTF_8);
            byte[] costs = COSTS.getBytes(StandardCharsets.UTF_8);
            byte[] one = random.nextBoolean() ? networks : costs;
            one[random.nextInt(one.length)] = (byte) random.nextInt(256);
            try {
                Locality.ofAlto(networks, costs);
            } catch (IllegalArgumentException refused) {
                assertTrue(String.valueOf(refused.getMessage()).contains(" map: "), refused.getMessage());
            }
        });
    }

    @Test
    void eightInTenPeersAreTheCheapestAndTheRestFromAnywhere() {
        SwarmTable table = new SwarmTable(new TrackerLimits(1000, 1000, 1000), read(NETWORKS, COSTS), new Random(4));
        table.register(SampleAnnounce.IDS, TrackPolicy.OPEN);
        for (int i = 0; i < 150; i++) {
            String from = i % 3 == 0 ? "192.0.2." : i % 3 == 1 ? "198.51.100." : "203.0.113.";
            int last = i % 3 == 1 ? 129 + i / 3 : 1 + i / 3;
            table.announce(
                    SampleAnnounce.leecher(i).build(), SampleAnnounce.token(i), SampleAnnounce.address(from + last), 1);
        }
        AnnounceOutcome outcome = table.announce(
                SampleAnnounce.leecher(500).build(),
                SampleAnnounce.token(500),
                SampleAnnounce.address("192.0.2.200"),
                1);
        Map<String, Integer> counts = new HashMap<>();
        Locality maps = read(NETWORKS, COSTS);
        ((AnnounceOutcome.Answered) outcome)
                .reply()
                .peers()
                .forEach(peer -> counts.merge(maps.of(peer.endpoint()).network(), 1, Integer::sum));
        assertEquals(50, counts.values().stream().mapToInt(Integer::intValue).sum());
        assertTrue(counts.getOrDefault("home", 0) >= 40, counts.toString());
        assertTrue(counts.size() == 3, "a random share reaches every network: " + counts);
    }
}
