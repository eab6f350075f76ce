package sealswarm.embedded.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The library's backend with the gate before it, the refusals of {@link Unsupported} and {@link GroupCommit} around it. Each
 * reply is copied inside the mutex, since the library hands out its stored documents and changes them in place.
 */
final class StoreBackend extends AbstractMongoBackend {
    private static final Logger LOG = LoggerFactory.getLogger(StoreBackend.class);
    private static final int BAD_VALUE = 2;

    /** Commands that change nothing, in lower case; all others are writes. */
    private static final Set<String> READS = Set.of(
            "aggregate",
            "buildinfo",
            "collstats",
            "count",
            "dbstats",
            "distinct",
            "find",
            "getmore",
            "hello",
            "ismaster",
            "killcursors",
            "listcollections",
            "listdatabases",
            "listindexes",
            "ping",
            "whatsmyuri");

    private final MVStore pages;
    private final Gate gate;
    private final GroupCommit commits;

    StoreBackend(MVStore pages, Gate gate, GroupCommit commits, Clock clock) {
        super(clock);
        this.pages = pages;
        this.gate = gate;
        this.commits = commits;
    }

    /** Opens every stored database and gives the number of unique indexes that disagreed with their data. */
    int openDatabases() {
        return commits.write(() -> pages.getMapNames().stream()
                .filter(map -> map.startsWith(StoreDatabase.DATA))
                .map(map -> map.split("\\.", -1)[1])
                .distinct()
                .toList()
                .stream()
                .mapToInt(this::openDatabase)
                .sum());
    }

    private int openDatabase(String name) {
        return resolveDatabase(name) instanceof StoreDatabase database ? database.checkIndexes() : 0;
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new StoreDatabase(name, pages, getCursorRegistry());
    }

    /** A command by OP_MSG, the way of all commands after the handshake. */
    @Override
    public Document handleMessage(MongoMessage message) {
        Document query = message.getDocument();
        String command = query.keySet().iterator().next();
        return guarded(message.getChannel(), String.valueOf(message.getDatabaseName()), command, query);
    }

    /** A command by OP_QUERY, the way of the driver's first handshake. */
    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        return guarded(channel, database, command, query);
    }

    private Document guarded(Channel channel, String database, String command, Document query) {
        if (!gate.admits(channel, command, query)) {
            return Gate.refusal();
        }
        Supplier<Document> run =
                () -> super.handleCommand(channel, database, command, query).cloneDeeply();
        try {
            Unsupported.refuse(command, query);
            return READS.contains(command.toLowerCase(Locale.ROOT)) ? commits.read(run) : commits.write(run);
        } catch (MongoServerError e) {
            return error(e.getCode(), e.getCodeName(), e.getMessageWithoutErrorCode());
        } catch (MongoServerException e) {
            return error(BAD_VALUE, "BadValue", e.getMessageWithoutErrorCode());
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            // Answered here, because the library would log the whole command with its documents.
            LOG.error(
                    "command failed command={} database={} failure={}",
                    command,
                    database,
                    e.getClass().getName());
            return error(
                    1,
                    "InternalError",
                    "command " + command + " failed: " + e.getClass().getSimpleName());
        }
    }

    private static Document error(int code, String name, String message) {
        return new Document("ok", 0)
                .append("errmsg", message)
                .append("code", code)
                .append("codeName", name == null ? "Error" + code : name);
    }

    /** The query opcode proper, dead since MongoDB 5.1: nobody here needs it, so nobody gets it. */
    @Override
    public QueryResult handleQuery(MongoQuery query) {
        return new QueryResult(List.of(Gate.refusal().append("$err", "OP_QUERY is for handshakes only")));
    }

    /** Would also be answered to a connection that never passed the gate. */
    @Override
    public Document getServerStatus() {
        return Gate.refusal();
    }
}
