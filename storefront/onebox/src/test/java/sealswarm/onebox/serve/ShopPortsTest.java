package sealswarm.onebox.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;

class ShopPortsTest {
    @Test
    void findsSixDifferentFreePorts() {
        ShopPorts found = ShopPorts.ANY.reserve(new SecureRandom());
        Set<Integer> ports = Stream.of(
                        found.storefront(),
                        found.licenseServer(),
                        found.edgeHttp(),
                        found.edgePeer(),
                        found.keycloak(),
                        found.keycloakManagement())
                .collect(Collectors.toSet());
        assertEquals(6, ports.size());
        assertTrue(ports.stream().allMatch(port -> port >= 20_000 && port < 32_768));
    }

    @Test
    void namesThePortThatIsInUseAndItsFlag() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ShopPorts wanted = new ShopPorts(0, 0, taken.getLocalPort(), 0, 0, 0);
            Refusal refused = assertThrows(Refusal.class, () -> wanted.reserve(new SecureRandom()));
            assertEquals(ExitCode.FAILURE, refused.exit());
            assertEquals("port-in-use", refused.code());
            assertEquals("port " + taken.getLocalPort() + " (edge-http-port) is in use", refused.message());
            assertEquals("another --edge-http-port, or stop the other process", refused.fix());
        }
    }
}
