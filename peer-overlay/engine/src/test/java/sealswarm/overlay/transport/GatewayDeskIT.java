package sealswarm.overlay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.mapping.Gateway;
import sealswarm.overlay.reach.Observed;

class GatewayDeskIT {
    private static final long SECONDS = 60;
    private static final int PORT = 0x1AE1;
    private static final String END_TCP = "000200001ae1000000000000";
    private static final String END_UDP = "000100001ae1000000000000";
    private static final String CONTROL = "ff";

    private final Path directory;
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final BlockingQueue<Optional<Observed>> told = new LinkedBlockingQueue<>();
    private final SampleGateway home;
    private GatewayDesk desk;

    GatewayDeskIT(@TempDir Path directory) throws IOException {
        this.directory = directory;
        home = new SampleGateway();
        boolean isLittle = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        desk = desk("eth0\t00000000\t" + (isLittle ? "0100007F" : "7F000001") + "\t0003\t0\t0\t0\t00000000\t0\t0\t0\n");
    }

    private GatewayDesk desk(String routes) throws IOException {
        String table = Files.writeString(directory.resolve("route"), routes).toString();
        return new GatewayDesk(
                vertx,
                context,
                new SystemClock(),
                new SplittableRandom(3),
                told::add,
                new GatewayDesk.Route(table, home.port()));
    }

    @AfterEach
    void stop() throws Exception {
        onLoop(desk::close);
        vertx.close().await(SECONDS, TimeUnit.SECONDS);
        home.close();
    }

    private void onLoop(Supplier<Future<Void>> work) throws Exception {
        Promise<Void> done = Promise.promise();
        context.runOnContext(ignored -> work.get().onComplete(done));
        done.future().await(SECONDS, TimeUnit.SECONDS);
    }

    private void open(Gateway gateway) throws Exception {
        onLoop(() -> desk.open(gateway, "127.0.0.1", PORT, UtpUse.FALLBACK));
    }

    @Test
    void withoutConsentNoDatagramLeaves() throws Exception {
        open(new Gateway.Nobody());
        home.sayTo(home.address(), CONTROL);
        assertEquals(CONTROL, home.hear());
        onLoop(desk::close);
        home.sayTo(home.address(), CONTROL);
        assertEquals(CONTROL, home.hear());
        assertTrue(told.isEmpty());
    }

    @Test
    void theGatewayOfTheDefaultRouteForwardsUntilTheDeskIsClosed() throws Exception {
        open(new Gateway.ByRoute());
        home.grantUntil(1);
        Observed outside = new Observed(SampleGateway.OUTSIDE_HOST, SampleGateway.OUTSIDE_PORT);
        assertEquals(Optional.of(outside), told.poll(SECONDS, TimeUnit.SECONDS));
        onLoop(desk::close);
        assertEquals(Optional.empty(), told.poll(SECONDS, TimeUnit.SECONDS));
        String heard = home.hear();
        while (!heard.equals(END_TCP)) {
            heard = home.hear();
        }
        assertEquals(END_UDP, home.hear());
    }

    @Test
    void withoutADefaultRouteNobodyIsAsked() throws Exception {
        desk = desk("");
        assertThrows(Exception.class, () -> open(new Gateway.ByRoute()));
        home.sayTo(home.address(), CONTROL);
        assertEquals(CONTROL, home.hear());
    }

    @Test
    void aSilentGatewayIsAskedAgainAndNothingIsTold() throws Exception {
        open(home.gateway());
        assertEquals(SampleGateway.ASK_ADDRESS, home.hear());
        assertEquals(SampleGateway.ASK_ADDRESS, home.hear());
        assertTrue(told.isEmpty());
    }

    @Test
    void aGatewayThatRefusesIsNotAskedForPorts() throws Exception {
        open(home.gateway());
        home.hear();
        home.say("00800002000000640000" + "0000");
        onLoop(desk::close);
        home.sayTo(home.address(), CONTROL);
        String heard = home.hear();
        while (heard.equals(SampleGateway.ASK_ADDRESS)) {
            heard = home.hear();
        }
        assertEquals(CONTROL, heard);
    }

    @Test
    void whatLiarsSayIsNotBelieved() throws Exception {
        open(home.gateway());
        home.hear();
        try (SampleGateway neighbour = new SampleGateway()) {
            neighbour.sayTo(home.asker(), SampleGateway.ADDRESS);
        }
        home.say("0080000000000064c63364");
        home.say("0082000000000064" + "1ae19c4000001c20");
        assertEquals(SampleGateway.ASK_ADDRESS, home.hear(), "none of this was an answer");
        home.say(SampleGateway.ADDRESS);
        home.grantUntil(2);
        home.hear();
        home.say("0081000000000064" + "1ae1000000001c20");
        onLoop(desk::close);
        assertEquals(
                Optional.empty(), told.poll(SECONDS, TimeUnit.SECONDS), "port 0 is none: nothing was told but the end");
    }
}
