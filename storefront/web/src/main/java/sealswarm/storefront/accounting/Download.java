package sealswarm.storefront.accounting;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import sealswarm.storefront.license.LicenseDesk;

/**
 * A file from the license server on its way to the browser: one chunk read on a worker, then written, then the next, so
 * that memory stays flat whatever the size. A source that fails midway fails the sending, and the error handler then cuts
 * the answer off, so that no half file looks whole.
 */
final class Download {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final LicenseDesk desk;
    private final InputStream source;
    private final HttpServerResponse response;

    Download(LicenseDesk desk, InputStream source, HttpServerResponse response) {
        this.desk = desk;
        this.source = source;
        this.response = response.setChunked(true);
    }

    /** Sends everything and closes the source, well or not. */
    Future<Void> send() {
        return next().eventually(() -> desk.blocking(() -> {
            source.close();
            return source;
        }));
    }

    private Future<Void> next() {
        return desk.blocking(this::read)
                .compose(chunk -> chunk.length() == 0
                        ? response.end()
                        : response.write(chunk).compose(written -> next()));
    }

    private Buffer read() throws IOException {
        return Buffer.buffer(source.readNBytes(CHUNK_BYTES));
    }
}
