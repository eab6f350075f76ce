package sealswarm.packager.publish;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongConsumer;
import sealswarm.console.exit.Refusal;
import sealswarm.format.SealedPackage;
import sealswarm.format.disk.Disk;
import sealswarm.format.disk.DiskFile;
import sealswarm.format.manifest.Track;
import sealswarm.license.client.Pause;
import sealswarm.overlay.metainfo.Metainfo;

/**
 * Brings one track to one edge: both metainfos, leaves, then the ciphertext from wherever the edge stands, in bodies of at most {@link
 * #PATCH_BYTES}. The edge checks each block; a network that fails is tried again.
 */
final class EdgeUpload {
    /** Bytes of one PATCH: small enough to lose little and to hold in memory. */
    static final int PATCH_BYTES = 8 << 20;

    /** Attempts without any progress before giving up. */
    static final int MAX_ATTEMPTS = 6;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final long LONGEST_PAUSE_SECONDS = 60;

    private final Exchange exchange;
    private final Disk disk;
    private final Pause pause;
    private final String base;
    private final String edge;

    EdgeUpload(Exchange exchange, Disk disk, Pause pause, URI url) {
        this.exchange = exchange;
        this.disk = disk;
        this.pause = pause;
        this.base = url.toString().replaceAll("/+$", "");
        // The path holds a token: messages name the host only.
        this.edge = "edge " + url.getHost();
    }

    /** Sends metainfos and leaves. */
    void describe(SealedPackage sealed, Track track) throws IOException, InterruptedException {
        put("/metainfo", sealed.layout().torrent(track.id()));
        put("/metainfo.v1", sealed.layout().torrentV1(track.id()));
        put("/leaves", sealed.layout().leaves(track));
    }

    /**
     * Sends what the edge lacks of the ciphertext.
     *
     * @param progress is told of bytes the edge has, first of those it had already
     */
    void send(SealedPackage sealed, Track track, LongConsumer progress) throws IOException, InterruptedException {
        try (DiskFile data = disk.open(sealed.layout().data(track))) {
            long offset = offset();
            progress.accept(offset);
            byte[] body = new byte[(int) Math.min(PATCH_BYTES, track.sizeBytes())];
            int attempts = 0;
            while (offset < track.sizeBytes()) {
                int length = (int) Math.min(body.length, track.sizeBytes() - offset);
                if (data.read(offset, body, 0, length) != length) {
                    throw Refusal.integrity(
                            "block-corrupt", "track " + track.id() + ": ciphertext is cut short", "pack it again");
                }
                long next = patch(offset, Arrays.copyOf(body, length), attempts);
                attempts = next > offset ? 0 : attempts + 1;
                progress.accept(Math.max(0, next - offset));
                offset = next;
            }
        }
    }

    private long offset() throws IOException, InterruptedException {
        Exchange.Answer answer = repeated(
                HttpRequest.newBuilder(URI.create(base + "/data")).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        return answer.offset()
                .orElseThrow(() -> Refusal.network("bad-answer", edge + ": names no offset", "try again later"));
    }

    /** The edge's offset after one PATCH; on a conflict the one it stands at. */
    private long patch(long offset, byte[] body, int attempts) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/data"))
                .header("Upload-Offset", Long.toString(offset))
                .header("Content-Type", "application/octet-stream")
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(body));
        Exchange.Answer answer;
        try {
            answer = exchange.send(request);
        } catch (IOException e) {
            if (attempts + 1 >= MAX_ATTEMPTS) {
                throw e;
            }
            backOff(attempts, 0);
            // What came through before the failure counts: the edge knows.
            return offset();
        }
        if (answer.isSuccess()) {
            return answer.offset().orElse(offset + body.length);
        }
        boolean conflict = answer.status() == 409 && answer.offset().isPresent();
        if (attempts + 1 >= MAX_ATTEMPTS || !(conflict || answer.isWorthRepeating())) {
            throw Exchange.refusal(edge, answer);
        }
        if (conflict) {
            return answer.offset().getAsLong();
        }
        backOff(attempts, answer.retryAfterSeconds().orElse(0L));
        return offset();
    }

    private void put(String path, Path file) throws IOException, InterruptedException {
        byte[] body = disk.read(file, Metainfo.MAX_BYTES * 4)
                .orElseThrow(() -> Refusal.notFound("file-not-found", file + ": no such file", "pack it again"));
        repeated(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/octet-stream")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private Exchange.Answer repeated(HttpRequest.Builder request) throws IOException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            boolean last = attempt + 1 >= MAX_ATTEMPTS;
            long retryAfterSeconds = 0;
            try {
                Exchange.Answer answer = exchange.send(request);
                if (answer.isSuccess()) {
                    return answer;
                }
                if (last || !answer.isWorthRepeating()) {
                    throw Exchange.refusal(edge, answer);
                }
                retryAfterSeconds = answer.retryAfterSeconds().orElse(0L);
            } catch (IOException e) {
                if (last) {
                    throw e;
                }
            }
            backOff(attempt, retryAfterSeconds);
        }
    }

    private void backOff(int attempt, long retryAfterSeconds) throws InterruptedException {
        long seconds = Math.max(FIRST_PAUSE.toSeconds() << attempt, retryAfterSeconds);
        pause.forDuration(Duration.ofSeconds(Math.min(seconds, LONGEST_PAUSE_SECONDS)));
    }
}
