import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Announces fresh peers to an HTTP tracker, a connection each, as clients do: {@code PORT PATHS INFO-HASH COUNT SEED}. PATHS is a file with an
 * announce path per line, taken in turn. Each peer has an address in 127.0.0.0/8, an id and a port of its own. Prints how many replies
 * named peers, how many were refused or broken, and the milliseconds from the first connection to the last reply.
 */
final class AnnounceLoad {
    private static final int THREADS = 16;
    private static final int MAX_REPLY_BYTES = 1 << 16;

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        List<String> paths = Files.readAllLines(Path.of(arguments[1]));
        String infoHash = arguments[2].replaceAll("(..)", "%$1");
        int count = Integer.parseInt(arguments[3]);
        SplittableRandom chance = new SplittableRandom(Long.parseLong(arguments[4]));
        AtomicInteger next = new AtomicInteger();
        AtomicInteger right = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger shown = new AtomicInteger();
        Thread[] threads = new Thread[THREADS];
        long began = System.nanoTime();
        for (int t = 0; t < THREADS; t++) {
            SplittableRandom own = chance.split();
            threads[t] = new Thread(() -> {
                byte[] reply = new byte[MAX_REPLY_BYTES];
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    String answer = announce(port, request(paths.get(i % paths.size()), infoHash, own), own, reply);
                    boolean names = answer.contains("8:interval") && answer.contains("5:peers");
                    (names ? right : wrong).incrementAndGet();
                    if (!names && shown.getAndIncrement() < 3) {
                        System.err.println(answer);
                    }
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(right + " " + wrong + " " + (System.nanoTime() - began) / 1_000_000);
    }

    private static String request(String path, String infoHash, SplittableRandom chance) {
        StringBuilder id = new StringBuilder("-XX0001-");
        for (int i = 0; i < 12; i++) {
            id.append((char) ('a' + chance.nextInt(26)));
        }
        return "GET " + path + "?info_hash=" + infoHash + "&peer_id=" + id + "&port=" + (1_024 + chance.nextInt(60_000))
                + "&uploaded=0&downloaded=0&left=" + (chance.nextInt(10) == 0 ? 0 : 1_048_576)
                + "&compact=1&numwant=50&event=started&key=" + Integer.toHexString(chance.nextInt() | 1)
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    }

    private static String announce(int port, String request, SplittableRandom chance, byte[] reply) {
        byte[] from = {127, (byte) (1 + chance.nextInt(250)), (byte) chance.nextInt(256), (byte) (1 + chance.nextInt(250))};
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            int length = 0;
            for (int got = 0; got >= 0 && length < reply.length; ) {
                got = in.read(reply, length, reply.length - length);
                length += Math.max(0, got);
            }
            return new String(reply, 0, length, StandardCharsets.ISO_8859_1);
        } catch (Exception e) {
            return e.toString();
        }
    }
}
