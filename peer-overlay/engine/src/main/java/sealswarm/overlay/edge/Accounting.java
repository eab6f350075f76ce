package sealswarm.overlay.edge;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.collector.Account;
import sealswarm.overlay.collector.AckAuditor;
import sealswarm.overlay.collector.AckCollector;
import sealswarm.overlay.collector.AckRules;
import sealswarm.overlay.collector.IntroductionLog;
import sealswarm.overlay.http.Router;
import sealswarm.overlay.http.TokenGate;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.origin.OriginDisk;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.tracker.Endpoint;
import sealswarm.overlay.tracker.Introductions;
import sealswarm.overlay.tracker.Subject;

/** The edge's part in transfer accounting: hears the tracker and what was sent, judges acks. Files are written on the workers. */
final class Accounting implements Introductions {
    /** Subjects whose network is remembered; the oldest is forgotten. */
    static final int MAX_NETWORKS = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(Accounting.class);

    private final IntroductionLog introductions;
    private final AckCollector collector;
    private final AckRules rules;
    private final Map<SwarmId, Long> trackBytes;
    private final InstantSource clock;
    private final Map<Subject, String> networks = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Subject, String> eldest) {
            return size() > MAX_NETWORKS;
        }
    };

    private Accounting(
            IntroductionLog introductions,
            AckCollector collector,
            AckRules rules,
            Map<SwarmId, Long> trackBytes,
            InstantSource clock) {
        this.introductions = introductions;
        this.collector = collector;
        this.rules = rules;
        this.trackBytes = trackBytes;
        this.clock = clock;
    }

    /** Opens the files below {@code directory}. Blocking. */
    static Accounting open(OriginDisk disk, Path directory, PeerPublicKey edgeKey, InstantSource clock)
            throws IOException {
        disk.makeDirectory(directory);
        IntroductionLog log = IntroductionLog.open(
                disk, directory.resolve("introductions"), clock.instant().getEpochSecond());
        AckRules rules = new AckRules(Set.of(edgeKey), 0);
        Map<SwarmId, Long> trackBytes = new ConcurrentHashMap<>();
        AckCollector collector = AckCollector.open(
                rules, disk, directory.resolve("acks.log"), log, id -> trackBytes.getOrDefault(id, 0L));
        return new Accounting(log, collector, rules, trackBytes, clock);
    }

    void mount(Router router, TokenGate gate, WorkerExecutor workers) {
        AckAuditor auditor = new AckAuditor(this::mostBytes, this::networkOf);
        new AckRoutes(gate, collector, auditor, workers, clock).mount(router);
    }

    private long mostBytes(SwarmId swarmId) {
        long size = trackBytes.getOrDefault(swarmId, 0L);
        return size == 0 ? 0 : rules.mostBytes(size);
    }

    private Optional<String> networkOf(Pseudonym subject) {
        synchronized (networks) {
            return Optional.ofNullable(networks.get(Subject.of(subject)));
        }
    }

    @Override
    public void announced(Subject subject, Endpoint from) {
        synchronized (networks) {
            networks.put(subject, from.network());
        }
    }

    @Override
    public void named(InfoHash swarmId, Subject announcer, List<Subject> peers, long epochSecond) {
        introductions.introduced(swarmId.bytes(), announcer, peers, epochSecond);
    }

    /** A track is here; acks of others are worth nothing. */
    void known(SwarmId swarmId, long sizeBytes) {
        trackBytes.put(swarmId, sizeBytes);
    }

    /** The web seed sent bytes to the holder of a token. */
    void sentByHttp(EdgeToken holder, long bytes) {
        if (!holder.subject().equals(Pseudonym.NOBODY)) {
            collector.sentByHttp(new Account.Owner(holder.swarmId(), holder.subject(), holder.domain()), bytes);
        }
    }

    /** Acks believed and sessions refused since the start. */
    Map<String, Long> acks() {
        return Map.of("accepted", collector.accepted(), "refused", collector.refused());
    }

    /** The edge sent bytes to a member. */
    void sentToPeer(Account.Owner member, long bytes) {
        collector.sentToPeer(member, bytes);
    }

    /** Writes down what is new; a failure is logged and tried again with the next. */
    Future<Void> flush(WorkerExecutor workers) {
        return workers.executeBlocking(
                        () -> {
                            introductions.flush(clock.instant().getEpochSecond());
                            collector.flush();
                            return true;
                        },
                        false)
                .onFailure(failure -> LOG.error("the accounts of transfers cannot be written", failure))
                .otherwiseEmpty()
                .mapEmpty();
    }
}
