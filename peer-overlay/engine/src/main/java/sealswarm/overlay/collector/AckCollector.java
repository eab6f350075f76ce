package sealswarm.overlay.collector;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import sealswarm.overlay.ack.AckBatch;
import sealswarm.overlay.ack.AckChain;
import sealswarm.overlay.ack.AckStatement;
import sealswarm.overlay.ack.AckedSession;
import sealswarm.overlay.ack.Digest32;
import sealswarm.overlay.ack.TransferAck;
import sealswarm.overlay.collector.AckLedger.Acked;
import sealswarm.overlay.collector.AckLedger.Delivered;
import sealswarm.overlay.collector.AckLedger.Standing;
import sealswarm.overlay.origin.OriginDisk;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;

/**
 * Judges acks that peers hand in, by {@link AckRules}, and keeps what it believes: durable before it is answered. Thread-safe; all
 * methods that judge or count may block for as long as one force of the disk takes.
 */
public final class AckCollector {
    /** Sessions of the last day that are kept in memory; one more is refused for now. */
    public static final int MAX_SESSIONS = 50_000;

    /** Accounts kept; one more is refused for now. */
    public static final int MAX_ACCOUNTS = 200_000;

    /** Edge deliveries that wait for {@link #flush}. */
    static final int MAX_UNFLUSHED = 50_000;

    private final AckRules rules;
    private final AckLedger ledger;
    private final IntroductionLog introductions;
    private final ToLongFunction<SwarmId> trackBytes;
    private final Limits limits;
    private final Map<Digest32, Session> sessions = new LinkedHashMap<>();
    private final Map<Account.Owner, Account> accounts = new LinkedHashMap<>();
    private final Map<Subject, Long> got = new HashMap<>();
    private final Map<Credit, Long> credits = new LinkedHashMap<>();
    private final Map<Delivered, Long> unflushed = new LinkedHashMap<>();
    private final Claims claims = new Claims();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /** How much is kept in memory. */
    record Limits(int sessions, int accounts) {
        static final Limits EDGE = new Limits(MAX_SESSIONS, MAX_ACCOUNTS);
    }

    private record Subject(SwarmId swarmId, Pseudonym subject) {}

    /**
     * Whose credit it is.
     *
     * @param swarmId the track
     * @param key the uploader's key there, which its owner may register
     */
    public record Credit(SwarmId swarmId, PeerPublicKey key) {}

    private record Session(AckChain chain, Standing standing, Account.Owner uploader, Account.Owner downloader) {}

    /** More than fits into memory; the same batch may be handed in again later. */
    public static final class FullException extends IOException {
        private static final long serialVersionUID = 1;

        FullException() {
            super("the collector holds as many sessions or accounts as it may");
        }
    }

    private AckCollector(
            AckRules rules,
            AckLedger ledger,
            IntroductionLog introductions,
            ToLongFunction<SwarmId> trackBytes,
            Limits limits) {
        this.rules = rules;
        this.ledger = ledger;
        this.introductions = introductions;
        this.trackBytes = trackBytes;
        this.limits = limits;
    }

    /**
     * Opens the collector over its file, which is read.
     *
     * @param trackBytes length of a track, 0 if it is not here
     */
    public static AckCollector open(
            AckRules rules,
            OriginDisk disk,
            Path file,
            IntroductionLog introductions,
            ToLongFunction<SwarmId> trackBytes)
            throws IOException {
        return open(rules, disk, file, introductions, trackBytes, Limits.EDGE);
    }

    static AckCollector open(
            AckRules rules,
            OriginDisk disk,
            Path file,
            IntroductionLog introductions,
            ToLongFunction<SwarmId> trackBytes,
            Limits limits)
            throws IOException {
        AckLedger ledger = new AckLedger(disk, file);
        AckCollector collector = new AckCollector(rules, ledger, introductions, trackBytes, limits);
        for (AckLedger.Entry entry : ledger.open()) {
            collector.apply(entry);
        }
        return collector;
    }

    /**
     * What became of one session of a batch.
     *
     * @param accepted acks believed now
     * @param repeated acks believed before
     * @param refusal why the next one was not believed, with all after it
     */
    public record Outcome(int accepted, int repeated, Optional<AckRefusal> refusal) {}

    /**
     * Judges a batch of a token's holder. When this returns what was accepted is durable.
     *
     * @throws FullException if there is no room for now; nothing was accepted
     */
    public synchronized List<Outcome> collect(AckBatch batch, EdgeToken holder, Instant now) throws IOException {
        forgetOld(now);
        if (sessions.size() + batch.sessions().size() > limits.sessions()
                || accounts.size() + 2 * batch.sessions().size() > limits.accounts()) {
            throw new FullException();
        }
        List<Outcome> outcomes = new ArrayList<>();
        List<AckLedger.Entry> believed = new ArrayList<>();
        Map<Subject, Long> underWay = new HashMap<>();
        Map<Digest32, AckChain> chains = new HashMap<>();
        for (AckedSession session : batch.sessions()) {
            outcomes.add(judge(session, holder, now, believed, underWay, chains));
        }
        if (!believed.isEmpty()) {
            ledger.append(believed);
            believed.forEach(this::apply);
        }
        outcomes.forEach(outcome -> accepted.addAndGet(outcome.accepted()));
        refused.addAndGet(outcomes.stream()
                .filter(outcome -> outcome.refusal().isPresent())
                .count());
        return outcomes;
    }

    private Outcome judge(
            AckedSession session,
            EdgeToken holder,
            Instant now,
            List<AckLedger.Entry> believed,
            Map<Subject, Long> underWay,
            Map<Digest32, AckChain> chains)
            throws IOException {
        Optional<AckRefusal> refusal = rules.ofSession(session, holder, now);
        if (refusal.isPresent()) {
            return refused(session, holder, 0, 0, refusal.get());
        }
        Session known = sessions.get(session.session());
        Standing standing = known == null ? Standing.CREDITED : known.standing();
        if (known == null) {
            switch (introduction(session)) {
                case MADE -> {}
                case UNKNOWN -> standing = Standing.UNPROVEN;
                case NOT_MADE -> {
                    return refused(session, holder, 0, 0, AckRefusal.NOT_INTRODUCED);
                }
            }
        }
        AckChain before = chains.getOrDefault(session.session(), known == null ? AckChain.empty() : known.chain());
        return follow(session, holder, before, standing, now, believed, underWay, chains);
    }

    private IntroductionLog.Introduction introduction(AckedSession session) throws IOException {
        AckStatement last = session.last().statement();
        Optional<PairKey> pair = PairKey.of(
                last.swarmId(),
                session.uploader().subject(),
                session.downloader().subject());
        return pair.isEmpty()
                ? IntroductionLog.Introduction.NOT_MADE
                : introductions.between(pair.get(), AckRules.introducedFrom(last), last.toEpochSecond());
    }

    private Outcome follow(
            AckedSession session,
            EdgeToken holder,
            AckChain before,
            Standing standing,
            Instant now,
            List<AckLedger.Entry> believed,
            Map<Subject, Long> underWay,
            Map<Digest32, AckChain> chains) {
        SwarmId swarmId = session.last().statement().swarmId();
        Subject downloader = new Subject(swarmId, session.downloader().subject());
        AckChain chain = before;
        int accepted = 0;
        int repeated = 0;
        Optional<AckRefusal> refusal = Optional.empty();
        for (TransferAck ack : session.acks()) {
            if (isOld(chain, ack)) {
                repeated++;
                continue;
            }
            refusal = rules.ofAck(chain, ack, now);
            long more = ack.statement().cumulativeBytes() - bytes(chain);
            if (refusal.isEmpty() && standing == Standing.CREDITED) {
                long gotBytes = got.getOrDefault(downloader, 0L) + underWay.getOrDefault(downloader, 0L);
                refusal = rules.ofSize(trackBytes.applyAsLong(swarmId), gotBytes, more);
            }
            if (refusal.isPresent()) {
                break;
            }
            chain = chain.with(ack);
            accepted++;
            if (standing == Standing.CREDITED) {
                underWay.merge(downloader, more, Long::sum);
            }
        }
        if (accepted > 0) {
            chains.put(session.session(), chain);
            believed.add(new Acked(
                    chain.last().orElseThrow(),
                    new Account.Owner(
                            swarmId,
                            session.uploader().subject(),
                            session.uploader().domain()),
                    new Account.Owner(
                            swarmId,
                            session.downloader().subject(),
                            session.downloader().domain()),
                    standing,
                    bytes(chain) - bytes(before)));
        }
        return refusal.isEmpty()
                ? new Outcome(accepted, repeated, refusal)
                : refused(session, holder, accepted, repeated, refusal.get());
    }

    /** An ack of this chain's past, handed in again because the answer was lost. */
    private static boolean isOld(AckChain chain, TransferAck ack) {
        return chain.last()
                .filter(last -> ack.statement().sequence() <= last.statement().sequence()
                        && ack.statement().uploader().equals(last.statement().uploader())
                        && ack.statement().downloader().equals(last.statement().downloader()))
                .isPresent();
    }

    private static long bytes(AckChain chain) {
        return chain.last().map(ack -> ack.statement().cumulativeBytes()).orElse(0L);
    }

    private Outcome refused(AckedSession session, EdgeToken holder, int accepted, int repeated, AckRefusal refusal) {
        // The one who hands it in answers for it, whatever certificates it shows.
        claims.refused(session, holder.subject(), refusal);
        return new Outcome(accepted, repeated, Optional.of(refusal));
    }

    private void apply(AckLedger.Entry entry) {
        if (entry instanceof Acked acked) {
            apply(acked);
        } else if (entry instanceof Delivered delivered) {
            count(delivered.to(), delivered.column(), delivered.bytesSent());
            got.merge(
                    new Subject(delivered.to().swarmId(), delivered.to().subject()), delivered.bytesSent(), Long::sum);
        }
    }

    private void apply(Acked acked) {
        AckStatement last = acked.last().statement();
        sessions.put(
                last.session(),
                new Session(
                        AckChain.empty().with(acked.last()), acked.standing(), acked.uploader(), acked.downloader()));
        if (acked.standing() == Standing.UNPROVEN) {
            count(acked.uploader(), Account.Column.UNPROVEN, acked.gainedBytes());
            return;
        }
        count(acked.uploader(), Account.Column.GIVEN, acked.gainedBytes());
        count(acked.downloader(), Account.Column.FROM_PEERS, acked.gainedBytes());
        got.merge(new Subject(last.swarmId(), acked.downloader().subject()), acked.gainedBytes(), Long::sum);
        credits.merge(new Credit(last.swarmId(), last.uploader()), acked.gainedBytes(), Long::sum);
        claims.believed(acked);
    }

    private void count(Account.Owner owner, Account.Column column, long bytes) {
        accounts.merge(owner, Account.of(owner).plus(column, bytes), (known, fresh) -> known.plus(column, bytes));
    }

    private void forgetOld(Instant now) {
        long oldest = now.getEpochSecond() - AckRules.MAX_AGE_SECONDS;
        sessions.values().removeIf(session -> session.chain()
                .last()
                .filter(ack -> ack.statement().toEpochSecond() < oldest)
                .isPresent());
        claims.forgetBefore(oldest);
    }

    /** The edge sent bytes to a subject itself; counted at the next {@link #flush}. Quick. */
    void delivered(Account.Owner to, Account.Column column, long bytes) {
        synchronized (unflushed) {
            Delivered key = new Delivered(to, column, 0);
            if (bytes > 0 && (unflushed.size() < MAX_UNFLUSHED || unflushed.containsKey(key))) {
                unflushed.merge(key, bytes, Long::sum);
            }
        }
    }

    /** The edge's web seed sent bytes to a token's holder. Quick; counted at the next {@link #flush}. */
    public void sentByHttp(Account.Owner to, long bytes) {
        delivered(to, Account.Column.FROM_EDGE_HTTP, bytes);
    }

    /** The edge sent bytes to a proven peer. Quick; counted at the next {@link #flush}. */
    public void sentToPeer(Account.Owner to, long bytes) {
        delivered(to, Account.Column.FROM_EDGE_PEER, bytes);
    }

    /** Counts what the edge itself sent since the last call. */
    public synchronized void flush() throws IOException {
        List<AckLedger.Entry> fresh = new ArrayList<>();
        synchronized (unflushed) {
            if (accounts.size() + unflushed.size() > limits.accounts()) {
                throw new FullException();
            }
            unflushed.forEach((key, bytes) -> fresh.add(new Delivered(key.to(), key.column(), bytes)));
            unflushed.clear();
        }
        if (!fresh.isEmpty()) {
            ledger.append(fresh);
            fresh.forEach(this::apply);
        }
    }

    /** Acks believed since the start. */
    public long accepted() {
        return accepted.get();
    }

    /** Sessions of which something was refused since the start. */
    public long refused() {
        return refused.get();
    }

    /** All accounts, a copy. */
    public synchronized List<Account> accounts() {
        return List.copyOf(accounts.values());
    }

    /** Believed bytes by uploader's key, a copy: what its owner has earned credits for. */
    public synchronized Map<Credit, Long> credits() {
        return Map.copyOf(credits);
    }

    /** What has been claimed lately, believed or not, for {@link AckAuditor}; a copy. */
    public synchronized Collection<Claim> claims() {
        return claims.all();
    }
}
