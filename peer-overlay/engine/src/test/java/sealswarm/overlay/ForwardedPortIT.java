package sealswarm.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.transport.SampleGateway;

class ForwardedPortIT {
    @Test
    void anEngineHasItsPortForwardedAsLongAsItListens() throws Exception {
        try (SampleGateway home = new SampleGateway();
                SampleSwarm swarm = new SampleSwarm(100_000, 16_384)) {
            Overlay engine = swarm.engine(OverlaySettings.LOOPBACK.forwardedBy(home.gateway()));
            home.grantUntil(1);
            SampleSwarm.await(engine.stopListening());
            assertEquals(Optional.empty(), engine.outside());
            String heard = home.hear();
            while (!isRelease(heard)) {
                heard = home.hear();
            }
            assertEquals("0002", heard.substring(0, 4), "TCP first");
            assertEquals("0001", home.hear().substring(0, 4), "then UDP");
        }
    }

    private static boolean isRelease(String request) {
        return request.endsWith("000000000000");
    }
}
