package sealswarm.license.server.bench;

import com.mongodb.client.MongoCollection;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import sealswarm.license.LicenseTerms;
import sealswarm.license.device.DeviceRequest;
import sealswarm.license.device.DeviceRequest.DeviceAction;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.message.Offer;
import sealswarm.license.server.SampleDevice;
import sealswarm.license.server.SampleShop;
import sealswarm.license.server.SampleTitle;
import sealswarm.license.wire.Nonce;

/**
 * The process that {@link LicenseIssueBenchmark} measures: a license server on the embedded store, and in other turns its
 * cryptography or its store alone. It prepares signed requests, then does what the lines of its standard input say and answers
 * each with one line; it holds no clock. It ends with its standard input.
 */
public final class LicenseIssueShop {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SampleShop shop;
    private final SampleTitle film = new SampleTitle("bench-studio", "bench-film", "hd", "audio-en");
    private final List<SampleDevice> devices = new ArrayList<>();

    private LicenseIssueShop(SampleShop shop) {
        this.shop = shop;
    }

    /** Arguments: clients, requests of each, file for the requests ({@code token SPACE body} a line, a client's lines together). */
    public static void main(String[] arguments) throws Exception {
        try (SampleShop shop = new SampleShop()) {
            LicenseIssueShop served = new LicenseIssueShop(shop);
            served.prepare(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Path.of(arguments[2]));
            System.out.println("ready " + shop.server().url());
            BufferedReader turns = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String turn = turns.readLine(); turn != null; turn = turns.readLine()) {
                System.out.println(served.take(turn.split(" ")));
            }
        }
        System.exit(0);
    }

    /** The answer to one line: {@code crypto COUNT}, {@code writes WRITERS EACH} or {@code count}. */
    private String take(String[] turn) throws Exception {
        switch (turn[0]) {
            case "crypto" -> crypto(Integer.parseInt(turn[1]));
            case "writes" -> writes(Integer.parseInt(turn[1]), Integer.parseInt(turn[2]));
            case "count" -> {
                return Long.toString(shop.database().getCollection("licenses").countDocuments());
            }
            default -> throw new IllegalArgumentException(turn[0]);
        }
        return "done";
    }

    private void prepare(int clients, int each, Path file) throws Exception {
        shop.publish(film);
        Offer offer = shop.own(film);
        try (BufferedWriter requests = Files.newBufferedWriter(file)) {
            for (int i = 0; i < clients; i++) {
                String subject = "bench-" + i;
                String grant = shop.grant(subject, film, offer, "order-" + i);
                SampleDevice device = SampleDevice.enrolled(shop, subject);
                devices.add(device);
                for (int n = 0; n < each; n++) {
                    Envelope signed = device.signed(DeviceAction.LICENSE, grant, Use.STREAM);
                    requests.write("buyer:" + subject + " " + new String(signed.bytes(), StandardCharsets.UTF_8));
                    requests.newLine();
                }
            }
        }
    }

    /** The server's cryptography for one license, on all cores: verify the request, seal the keys, sign license and head. */
    private void crypto(int count) throws Exception {
        SampleDevice device = devices.get(0);
        String grant = SampleShop.grantId("order-0");
        LicenseTerms terms = device.open(device.license(grant, Use.STREAM)).terms();
        Envelope request = device.signed(DeviceAction.LICENSE, grant, Use.STREAM);
        int cores = Runtime.getRuntime().availableProcessors();
        try (SigningKey documents = SigningKey.random(RANDOM)) {
            together(cores, part -> {
                for (int i = 0; i < count / cores; i++) {
                    seal(device, terms, request, documents);
                }
            });
        }
    }

    private void seal(SampleDevice device, LicenseTerms terms, Envelope request, SigningKey documents) {
        DeviceRequest read = DeviceRequest.read(request, device.keys().signing().verifyKey());
        List<TrackKey> keys = new ArrayList<>();
        film.tracks().forEach(track -> keys.add(film.titleKey().trackKey(track)));
        LicenseDocument.issue(
                terms,
                keys,
                device.keys().kem().publicKey(),
                Nonce.random(RANDOM),
                Instant.ofEpochSecond(1_700_000_000),
                documents);
        documents.sign(read.nonce().text().getBytes(StandardCharsets.US_ASCII));
        keys.forEach(TrackKey::close);
    }

    /** Bare durable inserts of 4 KiB, about a release's size, through the same driver. */
    private void writes(int writers, int each) throws Exception {
        MongoCollection<Document> bare = shop.database().getCollection("bench" + RANDOM.nextLong());
        byte[] body = new byte[4096];
        RANDOM.nextBytes(body);
        together(writers, writer -> {
            for (int i = 0; i < each; i++) {
                bare.insertOne(new Document("_id", writer + ":" + i).append("body", new Binary(body)));
            }
        });
    }

    private interface Part {
        void run(int number) throws IOException;
    }

    private static void together(int threads, Part work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                parts.add(() -> {
                    work.run(number);
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(parts)) {
                done.get();
            }
        } finally {
            pool.shutdown();
        }
    }
}
