package sealswarm.overlay.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.reach.Observed;

class GatewayTest {
    private static final String HEAD =
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";
    private static final String NEIGHBOURS = "eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0";
    private static final String BY_CABLE = "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0";
    private static final String BY_RADIO = "wlan0\t00000000\t0102A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0";

    @Test
    void isTheLeastFarDefaultRoute() {
        List<String> table = List.of(HEAD, BY_RADIO, NEIGHBOURS, BY_CABLE);
        assertEquals(Optional.of("192.168.1.1"), DefaultRoute.gateway(table, ByteOrder.LITTLE_ENDIAN));
        assertEquals(Optional.of("1.1.168.192"), DefaultRoute.gateway(table, ByteOrder.BIG_ENDIAN));
    }

    @Test
    void isNobodyWithoutADefaultRouteThatIsUpByAGateway() {
        for (String route :
                List.of(NEIGHBOURS, BY_CABLE.replace("0003", "0001"), BY_CABLE.replace("0003", "0002"), "x")) {
            assertEquals(Optional.empty(), DefaultRoute.gateway(List.of(HEAD, route), ByteOrder.LITTLE_ENDIAN), route);
        }
        List<String> beyond = new ArrayList<>(Collections.nCopies(DefaultRoute.MAX_LINES, NEIGHBOURS));
        beyond.add(BY_CABLE);
        assertEquals(Optional.empty(), DefaultRoute.gateway(beyond, ByteOrder.LITTLE_ENDIAN));
        assertEquals(
                Optional.of("192.168.1.1"),
                DefaultRoute.gateway(beyond.subList(1, beyond.size()), ByteOrder.LITTLE_ENDIAN));
    }

    @Test
    void isTypedAsOffAutoOrAnAddress() {
        assertEquals(new Gateway.Nobody(), Gateway.parse("off"));
        assertEquals(new Gateway.ByRoute(), Gateway.parse("auto"));
        assertEquals(new Gateway.At(new Observed("10.0.0.255", 5351)), Gateway.parse("10.0.0.255"));
        for (String bad :
                List.of("", "on", "OFF", "10.0.0", "10.0.0.256", "010.0.0.1", "10.0.0.1:5351", "::1", "fritz.box")) {
            assertThrows(IllegalArgumentException.class, () -> Gateway.parse(bad), bad);
        }
    }

    @Test
    void forwardsToNoAddressOfThisMachineAlone() {
        for (String host : List.of("127.0.0.1", "127.9.9.9", "localhost", "::1")) {
            assertEquals(false, new Gateway.ByRoute().canForwardTo(host), host);
            assertEquals(true, new Gateway.Nobody().canForwardTo(host), host);
        }
        assertEquals(true, new Gateway.ByRoute().canForwardTo("0.0.0.0"));
        assertEquals(true, new Gateway.ByRoute().canForwardTo("192.168.1.20"));
    }
}
