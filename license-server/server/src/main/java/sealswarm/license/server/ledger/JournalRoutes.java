package sealswarm.license.server.ledger;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import sealswarm.ledger.journal.StoredEntry;
import sealswarm.license.server.http.Access;
import sealswarm.license.server.http.ApiRequest;
import sealswarm.license.server.http.ApiRoute;
import sealswarm.license.server.http.Reply;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.http.Workers;

/** {@code GET /v1/journal?from=}: the stored bytes of the book, one entry per line, for {@code ledger verify}. Thread-safe. */
public final class JournalRoutes {
    /** Entries fetched at once. */
    static final int PAGE = 1_000;

    private final JournalStore store;
    private final String book;
    private final Workers workers;

    public JournalRoutes(JournalStore store, String book, Workers workers) {
        this.store = store;
        this.book = book;
        this.workers = workers;
    }

    /** The room's lines of the route table. */
    public List<ApiRoute> routes() {
        return List.of(ApiRoute.get("/v1/journal", Access.roles(Role.ACCOUNTANT), this::dump));
    }

    private Future<Reply> dump(ApiRequest request) {
        int from = request.queryNumber("from", 0, Integer.MAX_VALUE, 1);
        return Future.succeededFuture(Reply.pages(Reply.NDJSON, new Dump(Math.max(1, from))));
    }

    /** One dump under way; asked for one page at a time. */
    private final class Dump implements Reply.PageSource {
        private long next;

        private Dump(long from) {
            this.next = from;
        }

        @Override
        public Future<Optional<Buffer>> next() {
            long from = next;
            return workers.store(() -> store.read(book, from, PAGE)).map(this::page);
        }

        private Optional<Buffer> page(List<StoredEntry> entries) {
            if (entries.isEmpty()) {
                return Optional.empty();
            }
            Buffer lines = Buffer.buffer();
            for (StoredEntry entry : entries) {
                lines.appendString(entry.text()).appendByte((byte) '\n');
            }
            next = entries.get(entries.size() - 1).entry().seq() + 1;
            return Optional.of(lines);
        }
    }
}
