package sealswarm.license.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sealswarm.format.envelope.Envelope;
import sealswarm.license.client.AccessTokens;
import sealswarm.license.client.ApiRefusal;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.device.DeviceId;
import sealswarm.license.device.DeviceRequest.DeviceAction;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.message.Offer;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.rights.Limit;
import sealswarm.license.rights.Rights;
import sealswarm.license.rights.Rights.OnExceed;
import sealswarm.license.server.device.BuyerAccount;
import sealswarm.license.server.device.MongoDeviceStore;
import sealswarm.license.server.device.SampleEnrolment;
import sealswarm.license.server.grant.GrantStream;
import sealswarm.license.server.grant.Holder;
import sealswarm.license.server.grant.StoredGrant;

/** Sixty-four requests at once, over HTTP against the real store: never more than the limit, and none that was granted is lost. */
class RightsRaceIT {
    private static final int RACERS = 64;
    private static final String GRANTED = "granted";

    private static SampleShop shop;
    private static SampleTitle film;
    private static Offer own;
    private static HttpClient http;
    private static ExecutorService threads;

    @BeforeAll
    static void open() throws Exception {
        shop = new SampleShop();
        film = new SampleTitle("demo-studio", "demo-film", "hd");
        shop.publish(film);
        own = shop.own(film);
        http = LicenseApi.newHttpClient();
        threads = Executors.newFixedThreadPool(RACERS);
    }

    @AfterAll
    static void close() {
        threads.shutdown();
        film.close();
        shop.close();
    }

    private static LicenseApi api(String buyer) {
        return new LicenseApi(shop.address(), http, AccessTokens.fixed("buyer:" + buyer), Duration.ofSeconds(60));
    }

    /** What one racer asks for; it is asked again while the server says that too many change the same thing. */
    private interface Ask {
        void send(SampleDevice device) throws Exception;
    }

    private static Map<SampleDevice, String> race(List<SampleDevice> devices, Ask ask) throws Exception {
        CyclicBarrier together = new CyclicBarrier(devices.size());
        Map<SampleDevice, Future<String>> outcomes = new java.util.LinkedHashMap<>();
        for (SampleDevice device : devices) {
            outcomes.put(device, threads.submit(() -> {
                together.await();
                while (true) {
                    try {
                        ask.send(device);
                        return GRANTED;
                    } catch (ApiRefusal refused) {
                        if (refused.problem().type() != ProblemType.OVERLOADED) {
                            return refused.problem().type().code();
                        }
                    }
                }
            }));
        }
        Map<SampleDevice, String> answers = new java.util.LinkedHashMap<>();
        for (Map.Entry<SampleDevice, Future<String>> outcome : outcomes.entrySet()) {
            answers.put(outcome.getKey(), outcome.getValue().get());
        }
        return answers;
    }

    private static Map<String, Long> count(Map<SampleDevice, String> answers) {
        return new TreeMap<>(answers.values().stream().collect(Collectors.groupingBy(a -> a, Collectors.counting())));
    }

    private static Set<DeviceId> granted(Map<SampleDevice, String> answers) {
        return answers.entrySet().stream()
                .filter(answer -> answer.getValue().equals(GRANTED))
                .map(answer -> answer.getKey().keys().deviceId())
                .collect(Collectors.toSet());
    }

    /** Devices that the account never had slots for, so that more of them race than it could have. */
    private static List<SampleDevice> devices(String buyer) {
        MongoDeviceStore store = new MongoDeviceStore(shop.database());
        List<SampleDevice> devices = new ArrayList<>();
        for (int i = 0; i < RACERS; i++) {
            SampleDevice device = new SampleDevice(shop, buyer);
            store.insert(SampleEnrolment.of(buyer, device.keys()));
            devices.add(device);
        }
        return devices;
    }

    private static Map<SampleDevice, String> raceForLicenses(String buyer, String grant, Use use) throws Exception {
        List<SampleDevice> devices = devices(buyer);
        LicenseApi api = api(buyer);
        return race(devices, device -> api.license(device.signed(DeviceAction.LICENSE, grant, use)));
    }

    private static Offer limited(String id, long devices, long streams, OnExceed onExceed) {
        return SampleOffers.limited(
                id, own, new Rights.Devices(Limit.of(devices), 0), new Rights.Streams(Limit.of(streams), onExceed));
    }

    @Test
    void deviceSlotsOfAGrantAreFilledToTheLimit() throws Exception {
        Offer offer = limited("five", 5, 2, OnExceed.STOP_OLDEST);
        String grant = shop.grant("dora", film, offer, "order-five");
        Map<SampleDevice, String> answers = raceForLicenses("dora", grant, Use.OFFLINE);
        assertEquals(Map.of(GRANTED, 5L, "device-limit", RACERS - 5L), count(answers));
        assertEquals(
                granted(answers),
                shop.stored(grant).holders().stream()
                        .filter(Holder::holdsSlot)
                        .map(Holder::device)
                        .collect(Collectors.toSet()));
    }

    @Test
    void streamsOfAGrantRunToTheLimit() throws Exception {
        Offer offer = limited("three", RACERS, 3, OnExceed.DENY_NEW);
        String grant = shop.grant("stan", film, offer, "order-three");
        Map<SampleDevice, String> answers = raceForLicenses("stan", grant, Use.STREAM);
        assertEquals(Map.of(GRANTED, 3L, "stream-limit", RACERS - 3L), count(answers));
        assertEquals(
                granted(answers),
                shop.stored(grant).streams().stream().map(GrantStream::device).collect(Collectors.toSet()));
    }

    @Test
    void newStreamsPushOutTheOldestAndEveryDeviceKeepsItsLicense() throws Exception {
        Offer offer = limited("oldest", RACERS, 3, OnExceed.STOP_OLDEST);
        String grant = shop.grant("olga", film, offer, "order-oldest");
        Map<SampleDevice, String> answers = raceForLicenses("olga", grant, Use.STREAM);
        assertEquals(Map.of(GRANTED, (long) RACERS), count(answers));
        StoredGrant stored = shop.stored(grant);
        assertEquals(3, stored.streams().size());
        assertEquals(
                granted(answers), stored.holders().stream().map(Holder::device).collect(Collectors.toSet()));
    }

    @Test
    void slotsOfAnAccountAreFilledToTheLimit() throws Exception {
        List<SampleDevice> devices = new ArrayList<>();
        for (int i = 0; i < RACERS; i++) {
            devices.add(new SampleDevice(shop, "elsa"));
        }
        LicenseApi api = api("elsa");
        Map<SampleDevice, String> answers = race(devices, device -> api.enrol(device.enrolment("elsa")));
        long slots = BuyerAccount.MAX_DEVICES;
        assertEquals(Map.of(GRANTED, slots, "device-limit", RACERS - slots), count(answers));
        MongoDeviceStore store = new MongoDeviceStore(shop.database());
        Set<DeviceId> held = new HashSet<>(store.buyer("elsa").orElseThrow().devices());
        assertEquals(granted(answers), held);
        assertTrue(held.stream().allMatch(id -> store.device(id).isPresent()));
    }

    @Test
    void oneRequestSentManyTimesAtOnceIsAnsweredOnce() throws Exception {
        String grant = shop.grant("rita", film, own, "order-rita");
        try (SampleDevice device = SampleDevice.enrolled(shop, "rita")) {
            Envelope request = device.signed(DeviceAction.LICENSE, grant, Use.STREAM);
            LicenseApi api = api("rita");
            Set<Object> answers = java.util.concurrent.ConcurrentHashMap.newKeySet();
            List<SampleDevice> same = new ArrayList<>();
            for (int i = 0; i < RACERS; i++) {
                same.add(new SampleDevice(shop, "rita"));
            }
            assertEquals(Map.of(GRANTED, (long) RACERS), count(race(same, any -> answers.add(api.license(request)))));
            assertEquals(1, answers.size());
            assertEquals(1, shop.stored(grant).holders().size());
            assertEquals(1, shop.stored(grant).streams().size());
        }
    }
}
