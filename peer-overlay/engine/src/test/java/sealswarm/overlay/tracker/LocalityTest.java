package sealswarm.overlay.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sealswarm.trial.Cases;

class LocalityTest {
    private static final Locality TABLE = Locality.parse(List.of(
            "# prefix,site,region",
            "",
            "198.18.0.0/15,,north",
            "198.18.7.0/24,campus,north",
            "2001:db8::/32,,south",
            "2001:db8:1::/48,isp,south,AS64500"));

    @Test
    void longestPrefixWins() {
        assertEquals(new Locality.Place("", "north", ""), place("198.19.255.255"));
        assertEquals(new Locality.Place("campus", "north", ""), place("198.18.7.9"));
        assertEquals(new Locality.Place("isp", "south", "AS64500"), place("2001:db8:1::9"));
        assertEquals(new Locality.Place("", "south", ""), place("2001:db8:2::9"));
        assertEquals("AS64500", TABLE.networkOf(SampleAnnounce.address("2001:db8:1::9")));
        assertEquals("", TABLE.networkOf(SampleAnnounce.address("198.18.7.9")));
        assertEquals(Locality.Place.UNKNOWN, place("203.0.113.1"));
        assertEquals(Locality.Place.UNKNOWN, Locality.NONE.of(Endpoint.of(SampleAnnounce.address("::1"), 1)));
    }

    @Test
    void malformedTablesAreRefusedByLine() {
        for (String line : List.of(
                "1.2.3.4,a,b",
                "1.2.3.4/33,a,b",
                "example.org/8,a,b",
                "1.2.3.4/8,a",
                "::/129,a,b",
                "::/8,a,b,",
                "::/8,a,b,c d",
                "::/8,a,b,c,d")) {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> Locality.parse(List.of("# x", line)), line);
            assertEquals(
                    "line 2: not prefix,site,region or prefix,site,region,network, or there twice",
                    refusal.getMessage());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> Locality.parse(IntStream.rangeClosed(0, Locality.MAX_RULES)
                        .mapToObj(i -> "10." + (i >> 8) + "." + (i & 0xff) + ".0/24,a,b")
                        .toList()));
        assertThrows(IllegalArgumentException.class, () -> Locality.parse(List.of("1.2.3.0/24,a,b", "1.2.3.9/24,c,d")));
    }

    @Test
    void mostPeersComeFromNearSomeFromTheRegionSomeFromAnywhere() {
        SwarmTable table = new SwarmTable(new TrackerLimits(1000, 1000, 1000), TABLE, new Random(4));
        table.register(SampleAnnounce.IDS, TrackPolicy.OPEN);
        InetAddress campus = SampleAnnounce.address("198.18.7.50");
        int[] counts = new int[3];
        for (int i = 0; i < 120; i++) {
            String from = i % 3 == 0 ? "198.18.7." : i % 3 == 1 ? "198.19.7." : "203.0.113.";
            table.announce(
                    SampleAnnounce.leecher(i).build(),
                    SampleAnnounce.token(i),
                    SampleAnnounce.address(from + (1 + i)),
                    1);
        }
        AnnounceOutcome outcome =
                table.announce(SampleAnnounce.leecher(500).build(), SampleAnnounce.token(500), campus, 1);
        ((AnnounceOutcome.Answered) outcome).reply().peers().forEach(peer -> {
            Locality.Place place = TABLE.of(peer.endpoint());
            counts[place.site().equals("campus") ? 0 : place.region().equals("north") ? 1 : 2]++;
        });
        assertEquals(30, counts[0]);
        assertEquals(10, counts[1]);
        assertEquals(10, counts[2]);
    }

    @Test
    void endpointsKnowTheirScope() {
        assertEquals(Optional.of(Endpoint.Scope.LOOPBACK), scope("127.0.0.1"));
        assertEquals(Optional.of(Endpoint.Scope.LOOPBACK), scope("::1"));
        for (String address :
                List.of("10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.1.1", "100.64.0.1", "fd00::1", "fe80::1")) {
            assertEquals(Optional.of(Endpoint.Scope.PRIVATE), scope(address), address);
        }
        assertEquals(Optional.of(Endpoint.Scope.GLOBAL), scope("203.0.113.1"));
        assertEquals(Optional.of(Endpoint.Scope.GLOBAL), scope("2001:db8::1"));
        for (String address : List.of("0.0.0.0", "::", "224.0.0.1", "ff02::1", "255.255.255.255")) {
            assertEquals(Optional.empty(), scope(address), address);
        }
        assertTrue(Endpoint.of(SampleAnnounce.address("::ffff:127.0.0.1"), 1).isV4());
        assertThrows(IllegalArgumentException.class, () -> Endpoint.of(SampleAnnounce.address("127.0.0.1"), 0));
        assertThrows(IllegalArgumentException.class, () -> Endpoint.of(SampleAnnounce.address("127.0.0.1"), 65_536));
    }

    @Test
    void scopesAreThoseThatThePlatformKnows() {
        Cases.forAll(21, 20_000, random -> {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            // Most special networks are narrow: their first bytes are drawn more often than chance would.
            byte[][] heads = {
                {127},
                {10},
                {(byte) 172, 16},
                {(byte) 172, 31},
                {(byte) 192, (byte) 168},
                {(byte) 169, (byte) 254},
                {(byte) 224},
                {(byte) 0xFE, (byte) 0x80},
                {(byte) 0xFE, (byte) 0xC0},
                {(byte) 0xFF},
                {0, 0, 0, 0}
            };
            byte[] head = heads[random.nextInt(heads.length)];
            if (random.nextBoolean()) {
                System.arraycopy(head, 0, bytes, 0, head.length);
            }
            InetAddress address = InetAddress.getByAddress(bytes);
            Optional<Endpoint.Scope> scope = Endpoint.of(address, 1).scope();
            boolean broadcast = address.equals(InetAddress.getByAddress(new byte[] {-1, -1, -1, -1}));
            assertEquals(
                    address.isAnyLocalAddress() || address.isMulticastAddress() || broadcast,
                    scope.isEmpty(),
                    address::toString);
            assertEquals(
                    address.isLoopbackAddress(), scope.equals(Optional.of(Endpoint.Scope.LOOPBACK)), address::toString);
            if (address.isSiteLocalAddress() || address.isLinkLocalAddress()) {
                assertEquals(Optional.of(Endpoint.Scope.PRIVATE), scope, address::toString);
            }
        });
    }

    private static Optional<Endpoint.Scope> scope(String address) {
        return Endpoint.of(SampleAnnounce.address(address), 1).scope();
    }

    private static Locality.Place place(String address) {
        return TABLE.of(Endpoint.of(SampleAnnounce.address(address), 1));
    }
}
