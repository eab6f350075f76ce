package sealswarm.license.server.bench;

import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.bson.types.Binary;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.TrackKey;
import sealswarm.license.LicenseDocument;
import sealswarm.license.device.DeviceRequest;
import sealswarm.license.device.DeviceRequest.DeviceAction;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.message.Offer;
import sealswarm.license.money.Money;
import sealswarm.license.server.SampleDevice;
import sealswarm.license.server.SampleShop;
import sealswarm.license.server.SampleTitle;
import sealswarm.license.wire.Nonce;

/**
 * Licenses per second over HTTP with durable acknowledgement, beside the pure crypto rate and the store's bare durable write
 * rate, all in one run: {@code docs/benchmarks/license-issue/run.sh}. One license needs two durable writes.
 */
public final class LicenseIssueBenchmark {
    private static final int WRITES_PER_LICENSE = 2;
    private static final SecureRandom RANDOM = new SecureRandom();

    private LicenseIssueBenchmark() {}

    /** What was measured; rates are per second, times in milliseconds. */
    public record Result(
            int clients,
            int licenses,
            double issueRate,
            double p50Millis,
            double p99Millis,
            double cryptoRate,
            double writeRate) {
        /** The smaller of what cryptography and store allow. */
        double bound() {
            return Math.min(cryptoRate, writeRate / WRITES_PER_LICENSE);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "clients %d, licenses %d%nissue %.0f/s, p50 %.1f ms, p99 %.1f ms%ncrypto alone %.0f/s%n"
                            + "store, bare durable writes %.0f/s = %.0f licenses/s%nissue / smaller bound %.2f",
                    clients,
                    licenses,
                    issueRate,
                    p50Millis,
                    p99Millis,
                    cryptoRate,
                    writeRate,
                    writeRate / WRITES_PER_LICENSE,
                    issueRate / bound());
        }
    }

    /** Arguments: clients, licenses per client. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(measure(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])));
        // HTTP clients keep threads of their own alive for a while.
        System.exit(0);
    }

    public static Result measure(int clients, int perClient) throws Exception {
        try (SampleShop shop = new SampleShop();
                SampleTitle film = new SampleTitle("bench-studio", "bench-film", "hd", "audio-en")) {
            shop.publish(film);
            List<Client> all = clients(shop, film, clients, perClient);
            run(all, client -> client.issue(Math.max(1, perClient / 4)));
            all.forEach(client -> client.nanos.clear());
            long took = run(all, client -> client.issue(perClient));
            double[] millis = all.stream()
                    .flatMap(client -> client.nanos.stream())
                    .mapToDouble(nanos -> nanos / 1e6)
                    .sorted()
                    .toArray();
            return new Result(
                    clients,
                    millis.length,
                    millis.length / (took / 1e9),
                    percentile(millis, 50),
                    percentile(millis, 99),
                    crypto(all.get(0), film, clients * perClient),
                    writes(shop, clients, perClient));
        }
    }

    private static final class Client {
        private final SampleDevice device;
        private final List<Envelope> requests;
        private final List<Long> nanos = new ArrayList<>();
        private int next;

        Client(SampleDevice device, List<Envelope> requests) {
            this.device = device;
            this.requests = requests;
        }

        void issue(int count) throws IOException, InterruptedException {
            var api = device.api();
            for (int i = 0; i < count; i++) {
                long started = System.nanoTime();
                api.license(requests.get(next++));
                nanos.add(System.nanoTime() - started);
            }
        }
    }

    private interface Work {
        void run(Client client) throws Exception;
    }

    /** Requests are signed before the clock starts: the clients' own signatures are not the server's work. */
    private static List<Client> clients(SampleShop shop, SampleTitle film, int clients, int perClient)
            throws Exception {
        Offer offer = Offer.own(
                "own",
                1,
                List.of(new Offer.OfferTitle(film.title(), film.tracks())),
                Money.of("EUR", 999),
                SampleShop.whole(shop.now()).minusSeconds(10));
        List<Client> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            String subject = "bench-" + i;
            String grant = shop.grant(subject, film, offer, "order-" + i);
            SampleDevice device = SampleDevice.enrolled(shop, subject);
            List<Envelope> requests = new ArrayList<>();
            for (int n = 0; n < perClient + Math.max(1, perClient / 4); n++) {
                DeviceRequest request = device.request(DeviceAction.LICENSE, grant, Use.STREAM);
                requests.add(request.sign(device.keys().signing()));
            }
            all.add(new Client(device, requests));
        }
        return all;
    }

    private static long run(List<Client> clients, Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        try {
            List<Callable<Void>> jobs = clients.stream()
                    .map(client -> (Callable<Void>) () -> {
                        work.run(client);
                        return null;
                    })
                    .toList();
            long started = System.nanoTime();
            for (Future<Void> job : threads.invokeAll(jobs)) {
                job.get();
            }
            return System.nanoTime() - started;
        } finally {
            threads.shutdown();
        }
    }

    /** The server's cryptography for one license, on all cores: verify the request, seal the keys, sign license and head. */
    private static double crypto(Client client, SampleTitle film, int count) throws Exception {
        var terms = client.device
                .open(client.device.license(SampleShop.grantId("order-0"), Use.STREAM))
                .terms();
        Envelope request = client.requests.get(0);
        int cores = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(cores);
        try (SigningKey documents = SigningKey.random(RANDOM)) {
            Callable<Void> job = () -> {
                for (int i = 0; i < count / cores; i++) {
                    DeviceRequest read = DeviceRequest.read(
                            request, client.device.keys().signing().verifyKey());
                    List<TrackKey> keys = new ArrayList<>();
                    film.tracks().forEach(track -> keys.add(film.titleKey().trackKey(track)));
                    LicenseDocument.issue(
                            terms,
                            keys,
                            client.device.keys().kem().publicKey(),
                            Nonce.random(RANDOM),
                            Instant.ofEpochSecond(1_700_000_000),
                            documents);
                    documents.sign(read.nonce().text().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    keys.forEach(TrackKey::close);
                }
                return null;
            };
            List<Callable<Void>> jobs = new ArrayList<>();
            for (int i = 0; i < cores; i++) {
                jobs.add(job);
            }
            long started = System.nanoTime();
            for (Future<Void> done : threads.invokeAll(jobs)) {
                done.get();
            }
            return (double) (count / cores * cores) / ((System.nanoTime() - started) / 1e9);
        } finally {
            threads.shutdown();
        }
    }

    /** Bare durable inserts of 4 KiB, about a release's size, by as many writers through the same driver. */
    private static double writes(SampleShop shop, int writers, int perWriter) throws Exception {
        MongoCollection<Document> bare = shop.database().getCollection("bench");
        byte[] body = new byte[4096];
        RANDOM.nextBytes(body);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Callable<Void>> jobs = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                int writer = w;
                jobs.add(() -> {
                    for (int i = 0; i < perWriter; i++) {
                        bare.insertOne(new Document("_id", writer + ":" + i).append("body", new Binary(body)));
                    }
                    return null;
                });
            }
            long started = System.nanoTime();
            for (Future<Void> done : threads.invokeAll(jobs)) {
                done.get();
            }
            return (double) writers * perWriter / ((System.nanoTime() - started) / 1e9);
        } finally {
            threads.shutdown();
        }
    }

    private static double percentile(double[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }
}
