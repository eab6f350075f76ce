package sealswarm.overlay.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.reach.Observed;

class PortLeaseTest {
    private static final Observed GATEWAY = new Observed("192.168.1.1", Gateway.PORT);
    private static final String HOST = "198.51.100.7";
    private static final String HOST_HEX = "c6336407";
    private static final String ASK_ADDRESS = "0000";
    private static final String ASK_TCP = "000200001ae11ae100001c20";
    private static final String ASK_UDP = "000100001ae11ae100001c20";
    private static final String END_TCP = "000200001ae1000000000000";
    private static final String END_UDP = "000100001ae1000000000000";
    private static final int PORT = 0x1AE1;

    private final List<String> sent = new ArrayList<>();
    private final List<Optional<Observed>> told = new ArrayList<>();
    private final PortLease.Out out = new PortLease.Out() {
        @Override
        public void send(ByteBuffer datagram) {
            byte[] bytes = new byte[datagram.remaining()];
            datagram.get(bytes);
            sent.add(HexFormat.of().formatHex(bytes));
        }

        @Override
        public void outside(Optional<Observed> seen) {
            told.add(seen);
        }
    };
    private final PortLease lease =
            new PortLease(GATEWAY, List.of(MappedProtocol.TCP, MappedProtocol.UDP), PORT, out, 0);
    private long now;
    private long epochSeconds = 1_000_000;

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    private static String hex(long value, int bytes) {
        return HexFormat.of().toHexDigits(value, bytes * 2);
    }

    private void hear(String hex) {
        lease.receive(GATEWAY, bytes(hex), now);
    }

    private String address(int result, String host) {
        return "0080" + hex(result, 2) + hex(epochSeconds, 4) + host;
    }

    private String mapping(int opcode, int result, int external, long lifetimeSeconds) {
        return "00" + hex(128 + opcode, 1) + hex(result, 2) + hex(epochSeconds, 4) + hex(PORT, 2) + hex(external, 2)
                + hex(lifetimeSeconds, 4);
    }

    private void passTo(long millis) {
        epochSeconds += (millis - now) / 1_000;
        now = millis;
        lease.tick(now);
    }

    private void grant(int external, long lifetimeSeconds) {
        hear(address(0, HOST_HEX));
        hear(mapping(2, 0, external, lifetimeSeconds));
        hear(mapping(1, 0, external, lifetimeSeconds));
    }

    @Test
    void asksForTheAddressThenForEachProtocolAndTellsTheOutsidePort() {
        assertEquals(List.of(ASK_ADDRESS), sent);
        grant(40_000, 7_200);
        assertEquals(List.of(ASK_ADDRESS, ASK_TCP, "000100001ae19c4000001c20"), sent, "TCP's port is wished for UDP");
        assertEquals(List.of(Optional.of(new Observed(HOST, 40_000))), told);
        assertEquals(OptionalLong.of(3_600_000), lease.wakeMillis());
    }

    @Test
    void anUnansweredQuestionIsPutNineTimesEachWaitTwiceTheLast() {
        List<Long> waits = new ArrayList<>();
        while (lease.wakeMillis().isPresent()) {
            long wake = lease.wakeMillis().getAsLong();
            waits.add(wake - now);
            int before = sent.size();
            lease.tick(wake - 1);
            assertEquals(before, sent.size(), "not before its time");
            passTo(wake);
        }
        assertEquals(List.of(250L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 64_000L), waits);
        assertEquals(PortLease.TRIES, sent.size());
        assertTrue(sent.stream().allMatch(ASK_ADDRESS::equals));
        assertEquals(List.of(), told);
        hear(address(0, HOST_HEX));
        lease.close();
        assertEquals(PortLease.TRIES, sent.size(), "it is over for good");
    }

    @Test
    void renewsAtHalfTheShortestLifetimeWithThePortItHas() {
        hear(address(0, HOST_HEX));
        hear(mapping(2, 0, 40_000, 600));
        hear(mapping(1, 0, 40_000, 7_200));
        passTo(299_999);
        assertEquals(3, sent.size());
        passTo(300_000);
        grant(40_000, 600);
        assertEquals(List.of(ASK_ADDRESS, "000200001ae19c4000001c20", "000100001ae19c4000001c20"), sent.subList(3, 6));
        assertEquals(1, told.size(), "nothing has changed");
        assertEquals(OptionalLong.of(600_000), lease.wakeMillis());
    }

    @Test
    void noLifetimeIsBelievedBeyondWhatWasAsked() {
        grant(PORT, 0xFFFFFFFFL);
        assertEquals(OptionalLong.of(3_600_000), lease.wakeMillis());
    }

    @Test
    void aLifetimeOfTwoMinutesIsUsedAndOneSecondLessIsNot() {
        grant(PORT, PortLease.MIN_LIFETIME_SECONDS);
        assertEquals(1, told.size());
        passTo(60_000);
        hear(address(0, HOST_HEX));
        hear(mapping(2, 0, PORT, PortLease.MIN_LIFETIME_SECONDS - 1));
        assertEquals(Optional.empty(), told.get(1));
        assertEquals(List.of(END_TCP, END_UDP), sent.subList(sent.size() - 2, sent.size()));
        assertEquals(OptionalLong.empty(), lease.wakeMillis());
    }

    @Test
    void anotherOutsideAddressIsToldAtTheNextRound() {
        grant(PORT, 7_200);
        passTo(3_600_000);
        hear(address(0, "c6336408"));
        hear(mapping(2, 0, PORT, 7_200));
        hear(mapping(1, 0, PORT, 7_200));
        assertEquals(
                List.of(Optional.of(new Observed(HOST, PORT)), Optional.of(new Observed("198.51.100.8", PORT))), told);
    }

    @Test
    void onlyTheGatewayIsHeardAndOnlyItsAnswerToTheOpenQuestion() {
        String good = address(0, HOST_HEX);
        lease.receive(new Observed("192.168.1.2", Gateway.PORT), bytes(good), 0);
        lease.receive(new Observed("192.168.1.1", Gateway.PORT + 1), bytes(good), 0);
        hear(mapping(2, 0, PORT, 7_200));
        assertEquals(List.of(ASK_ADDRESS), sent);
        hear(good);
        hear(good);
        hear(mapping(1, 0, PORT, 7_200));
        hear(mapping(2, 0, PORT, 7_200).replace("1ae11ae1", "1ae21ae1"));
        assertEquals(List.of(ASK_ADDRESS, ASK_TCP), sent);
        hear(mapping(2, 0, PORT, 7_200));
        assertEquals(List.of(ASK_ADDRESS, ASK_TCP, ASK_UDP), sent);
    }

    @Test
    void malformedAnswersAreDropped() {
        String good = address(0, HOST_HEX);
        for (String bad : List.of(
                "",
                "00",
                "0080",
                good.substring(0, 22),
                good + "00",
                "01" + good.substring(2),
                "0000" + good.substring(4),
                "0083" + good.substring(4),
                "0080" + mapping(2, 0, PORT, 7_200).substring(4))) {
            hear(bad);
        }
        assertEquals(List.of(ASK_ADDRESS), sent);
        hear(good);
        assertEquals(2, sent.size());
    }

    @Test
    void aGatewayThatRefusesIsAskedNoMore() {
        for (int result : List.of(1, 2, 5, 0xFFFF)) {
            sent.clear();
            PortLease refused = new PortLease(GATEWAY, List.of(MappedProtocol.TCP), PORT, out, 0);
            refused.receive(GATEWAY, bytes(address(result, "00000000")), 0);
            assertEquals(OptionalLong.empty(), refused.wakeMillis());
            assertEquals(List.of(ASK_ADDRESS), sent);
        }
        assertEquals(List.of(), told);
    }

    @Test
    void whatAGatewayGrantedIsGivenBackWhenItRefusesTheRest() {
        hear(address(0, HOST_HEX));
        hear(mapping(2, 0, PORT, 7_200));
        hear(mapping(1, 2, 0, 0));
        assertEquals(List.of(ASK_ADDRESS, ASK_TCP, ASK_UDP, END_TCP, END_UDP), sent);
        assertEquals(List.of(), told);
    }

    @Test
    void aGatewayThatCannotNowIsAskedAgainAfterAQuarterOfAnHour() {
        for (String later : List.of(address(3, "00000000"), address(4, "00000000"))) {
            int before = sent.size();
            hear(later);
            passTo(now + PortLease.REST_MILLIS - 1);
            assertEquals(before, sent.size());
            passTo(now + 1);
            assertEquals(before + 1, sent.size());
        }
        grant(PORT, 7_200);
        assertEquals(1, told.size());
    }

    @Test
    void anOutsideThatIsInsideOfAnotherNatIsOfNoUse() {
        for (String inside :
                List.of("0a000001", "ac100001", "c0a80001", "64400001", "7f000001", "00000000", "e0000001")) {
            int before = sent.size();
            hear(address(0, inside));
            assertEquals(before, sent.size(), inside);
            passTo(now + PortLease.REST_MILLIS);
        }
        assertEquals(List.of(), told);
    }

    @Test
    void aGatewayThatFallsSilentLosesThePortAndIsAskedAgainLater() {
        grant(PORT, 7_200);
        for (int i = 0; i <= PortLease.TRIES; i++) {
            passTo(lease.wakeMillis().orElseThrow());
        }
        assertEquals(List.of(Optional.of(new Observed(HOST, PORT)), Optional.empty()), told);
        assertEquals(OptionalLong.of(now + PortLease.REST_MILLIS), lease.wakeMillis());
    }

    @Test
    void aGatewayThatRestartsWithinARoundIsAskedForAllOfItAgain() {
        hear(address(0, HOST_HEX));
        hear(mapping(2, 0, PORT, 7_200));
        epochSeconds -= 3;
        hear(mapping(1, 0, PORT, 7_200));
        assertEquals(List.of(), told);
        assertEquals(OptionalLong.of(PortLease.MIN_ROUND_MILLIS), lease.wakeMillis(), "but not in a storm");
        passTo(PortLease.MIN_ROUND_MILLIS);
        grant(PORT, 7_200);
        assertEquals(1, told.size());
    }

    @Test
    void aSlowGatewayIsAskedAgainAtOnceWhenItHasRestarted() {
        hear(address(0, HOST_HEX));
        while (now < PortLease.MIN_ROUND_MILLIS) {
            passTo(lease.wakeMillis().orElseThrow());
        }
        epochSeconds = 1;
        int before = sent.size();
        hear(mapping(2, 0, PORT, 7_200));
        assertEquals(List.of(ASK_ADDRESS), sent.subList(before, sent.size()));
    }

    @Test
    void aClockIsTrustedToAnEighthAndTwoSeconds() {
        Epoch known = new Epoch(1_000, 0);
        assertEquals(false, known.isLostBy(new Epoch(1_000 + 700 - 2, 800_000)));
        assertEquals(true, known.isLostBy(new Epoch(1_000 + 700 - 3, 800_000)));
    }

    @Test
    void closingGivesBackWhatWasAskedForOnce() {
        hear(address(0, HOST_HEX));
        lease.close();
        lease.close();
        assertEquals(List.of(ASK_ADDRESS, ASK_TCP, END_TCP), sent, "it may have been granted just now");
        assertEquals(OptionalLong.empty(), lease.wakeMillis());
        hear(mapping(2, 0, PORT, 7_200));
        lease.tick(1L << 40);
        assertEquals(3, sent.size());
    }
}
