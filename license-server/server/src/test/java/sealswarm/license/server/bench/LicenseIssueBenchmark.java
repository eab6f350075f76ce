package sealswarm.license.server.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Licenses per second over HTTP with durable acknowledgement, beside the pure crypto rate and the store's bare durable write
 * rate, all in one run: {@code docs/benchmarks/license-issue/run.sh}. Clock and clients are in this process, the server in
 * another ({@link LicenseIssueShop}); the server's count of licenses is compared with the replies. One license needs two durable
 * writes.
 */
public final class LicenseIssueBenchmark {
    private static final int WRITES_PER_LICENSE = 2;
    private static final int MIN_REPLY_BYTES = 2048;

    private LicenseIssueBenchmark() {}

    /** How much is done: by each client before the clock starts and after. */
    public record Load(int clients, int warmUp, int measured) {}

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

    /** Arguments: clients, licenses of each before the clock starts, licenses of each after. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(measure(new Load(
                Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]))));
    }

    public static Result measure(Load load) throws Exception {
        Path requests = Files.createTempFile("license-requests", "");
        int each = load.warmUp() + load.measured();
        try (Shop shop = new Shop(load.clients(), each, requests)) {
            List<Client> clients = clients(shop.url, requests, each);
            run(clients, load.warmUp());
            clients.forEach(client -> client.nanos.clear());
            long nanos = run(clients, load.measured());
            for (Client client : clients) {
                client.close();
            }
            int issued = load.clients() * each;
            if (Integer.parseInt(shop.take("count")) != issued) {
                throw new IllegalStateException("the server has not stored " + issued + " licenses");
            }
            double[] millis = clients.stream()
                    .flatMap(client -> client.nanos.stream())
                    .mapToDouble(taken -> taken / 1e6)
                    .sorted()
                    .toArray();
            int count = load.clients() * load.measured();
            return new Result(
                    load.clients(),
                    count,
                    count / (nanos / 1e9),
                    percentile(millis, 50),
                    percentile(millis, 99),
                    shop.rate("crypto " + count, count),
                    shop.rate("writes " + load.clients() + " " + load.measured(), count));
        } finally {
            Files.deleteIfExists(requests);
        }
    }

    /** The measured process. */
    private static final class Shop implements AutoCloseable {
        private final Process process;
        private final PrintStream turns;
        private final BufferedReader answers;
        private final URI url;

        Shop(int clients, int each, Path requests) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx1g",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LicenseIssueShop.class.getName(),
                            Integer.toString(clients),
                            Integer.toString(each),
                            requests.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            turns = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
            String ready = answer();
            while (!ready.startsWith("ready ")) {
                ready = answer();
            }
            url = URI.create(ready.substring("ready ".length()));
        }

        private String answer() throws IOException {
            String line = answers.readLine();
            if (line == null) {
                throw new IOException("the measured server has ended");
            }
            return line;
        }

        String take(String turn) throws IOException {
            turns.println(turn);
            return answer();
        }

        /** {@code count} pieces of work per second in the second of two turns. */
        double rate(String turn, int count) throws IOException {
            take(turn);
            long started = System.nanoTime();
            take(turn);
            return count / ((System.nanoTime() - started) / 1e9);
        }

        @Override
        public void close() {
            turns.close();
            process.onExit().join();
        }
    }

    private static final class Client implements AutoCloseable {
        private final PlainHttp connection;
        private final List<byte[]> requests = new ArrayList<>();
        private final List<Long> nanos = new ArrayList<>();
        private int next;

        Client(URI url) throws IOException {
            connection = new PlainHttp(url);
        }

        void issue(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                long started = System.nanoTime();
                byte[] reply = connection.exchange(requests.get(next++));
                nanos.add(System.nanoTime() - started);
                if (reply.length < MIN_REPLY_BYTES) {
                    throw new IOException("no license: " + new String(reply, StandardCharsets.UTF_8));
                }
            }
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    /** Requests were signed before the clock starts: the clients' own signatures are not the server's work. */
    private static List<Client> clients(URI url, Path requests, int each) throws IOException {
        List<Client> clients = new ArrayList<>();
        List<String> lines = Files.readAllLines(requests);
        for (int i = 0; i < lines.size(); i++) {
            if (i % each == 0) {
                clients.add(new Client(url));
            }
            Client client = clients.get(clients.size() - 1);
            String[] parts = lines.get(i).split(" ", 2);
            client.requests.add(client.connection.post("/v1/licenses", parts[0], parts[1]));
        }
        return clients;
    }

    private static long run(List<Client> clients, int each) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        try {
            List<Callable<Void>> jobs = clients.stream()
                    .map(client -> (Callable<Void>) () -> {
                        client.issue(each);
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

    private static double percentile(double[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }
}
