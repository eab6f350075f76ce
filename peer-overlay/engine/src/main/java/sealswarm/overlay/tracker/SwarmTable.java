package sealswarm.overlay.tracker;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.TokenRefusal;
import sealswarm.overlay.token.TrustDomain;

/**
 * Who is in which swarm: soft state that announces rebuild, in bounded memory. Decides each announce without I/O. Belongs to one
 * event loop; not thread-safe.
 */
public final class SwarmTable {
    /** Most peers in one reply. */
    public static final int MAX_PEERS = 50;

    /** Bounds of the interval a peer is told; drawn at random so that a crowd spreads. */
    public static final int MIN_INTERVAL_SECONDS = 120;

    /** Upper bound of the interval. */
    public static final int MAX_INTERVAL_SECONDS = 300;

    /** The same announce may come again after this. */
    public static final int GAP_SECONDS = 30;

    /** A peer that was silent for two intervals is gone. */
    public static final int LIFE_SECONDS = 2 * MAX_INTERVAL_SECONDS;

    /** Most edges named in one reply. */
    public static final int MAX_EDGES = 4;

    /** Most banned addresses, or /64s of IPv6; the oldest is forgotten. */
    public static final int MAX_BANS = 10_000;

    private static final int RETRY_MINUTES = 5;
    private static final int SOON_MINUTES = 1;

    private final TrackerLimits limits;
    private final Locality locality;
    private final RandomGenerator random;
    private final PeerSelector selector;
    private final Map<InfoHash, SwarmMembers> byWireId = new HashMap<>();
    private final Map<InfoHash, SwarmMembers> swarms = new HashMap<>();
    private final Set<Endpoint> banned = new LinkedHashSet<>();
    private final Set<InfoHash> withdrawn = new HashSet<>();
    private Iterator<SwarmMembers> sweep = List.<SwarmMembers>of().iterator();
    private List<Endpoint> edges = List.of();
    private Introductions introductions = Introductions.NONE;
    private List<Endpoint> relief = List.of();
    private OptionalInt reachPort = OptionalInt.empty();
    private int entries;

    /** An empty table. */
    public SwarmTable(TrackerLimits limits, Locality locality, RandomGenerator random) {
        this.limits = limits;
        this.locality = locality;
        this.random = random;
        this.selector = new PeerSelector(locality, random);
    }

    /** The edges that seed every swarm: named last in each reply to whom they are reachable; at most {@link #MAX_EDGES}. */
    public void seededBy(List<Endpoint> edgeEndpoints) {
        edges = List.copyOf(edgeEndpoints.subList(0, Math.min(MAX_EDGES, edgeEndpoints.size())));
    }

    /** Tells {@code listener} whom we name to whom from now on. */
    public void tell(Introductions listener) {
        introductions = listener;
    }

    /**
     * Edges that are named to peers who are new here and no edges themselves, in place of those that seed every swarm; none ends
     * that.
     */
    public void relievedBy(List<Endpoint> others) {
        relief = List.copyOf(others.subList(0, Math.min(MAX_EDGES, others.size())));
    }

    /** The UDP port of this machine at which peers learn what their NAT does. */
    public void answersReachAt(int port) {
        reachPort = OptionalInt.of(port);
    }

    /** Opens a swarm, or gives a known one another policy. */
    public void register(SwarmIds ids, TrackPolicy policy) {
        SwarmMembers known = swarms.get(ids.swarmId());
        if (known != null && known.ids.equals(ids)) {
            known.policy = policy;
            return;
        }
        close(ids.swarmId());
        SwarmMembers swarm = new SwarmMembers(ids, policy);
        swarms.put(ids.swarmId(), swarm);
        ids.ids().forEach(id -> byWireId.put(id, swarm));
        sweep = List.<SwarmMembers>of().iterator();
    }

    /** Closes a swarm for good and forgets its peers: whoever announces it is told so. */
    public void withdraw(InfoHash swarmId) {
        withdrawn.add(swarmId);
        close(swarmId);
    }

    /** Lifts a withdrawal; the swarm opens when it is registered again. */
    public void readmit(InfoHash swarmId) {
        withdrawn.remove(swarmId);
    }

    private void close(InfoHash swarmId) {
        SwarmMembers gone = swarms.remove(swarmId);
        if (gone != null) {
            gone.ids.ids().forEach(byWireId::remove);
            entries -= gone.size();
            sweep = List.<SwarmMembers>of().iterator();
        }
    }

    /**
     * Refuses an address, or the /64 of an IPv6 address, from now on and forgets its peers.
     *
     * @return how many peers it had
     */
    public int ban(InetAddress address) {
        Endpoint block = Endpoint.of(address, 1).block();
        if (banned.size() >= MAX_BANS && !banned.contains(block)) {
            banned.remove(banned.iterator().next());
        }
        banned.add(block);
        int forgotten = 0;
        for (SwarmMembers swarm : swarms.values()) {
            forgotten += swarm.removeIf(entry -> entry.endpoint.block().equals(block));
        }
        entries -= forgotten;
        return forgotten;
    }

    /**
     * Whether a peer at an address may connect to a swarm we seed: never if it is banned; where stock clients are not allowed only
     * if a peer announced from there, for that took a token of ours.
     */
    public boolean admitsPeer(InfoHash swarmId, InetAddress address) {
        SwarmMembers swarm = swarms.get(swarmId);
        Endpoint block = Endpoint.of(address, 1).block();
        if (swarm == null || banned.contains(block)) {
            return false;
        }
        return swarm.policy.stock() == TrackPolicy.Admission.OPEN
                || swarm.peers().stream()
                        .anyMatch(entry -> entry.endpoint.block().equals(block));
    }

    /** Whether an address was banned. */
    public boolean isBanned(InetAddress address) {
        return banned.contains(Endpoint.of(address, 1).block());
    }

    /**
     * Whether a peer at an address may have a swarm's blocks without proving who it is: where stock clients may join, and edges, which
     * are known by their announces.
     */
    public boolean admitsStranger(InfoHash swarmId, InetAddress address) {
        SwarmMembers swarm = swarms.get(swarmId);
        if (swarm == null || swarm.policy.stock() == TrackPolicy.Admission.OPEN) {
            return swarm != null;
        }
        Endpoint any = Endpoint.of(address, 1);
        return swarm.peers().stream()
                .anyMatch(entry -> entry.holder.domain() == TrustDomain.EDGE && entry.endpoint.hasAddressOf(any));
    }

    /** Number of banned addresses. */
    public int banCount() {
        return banned.size();
    }

    /** Decides an announce of a peer that connected from {@code from} with a valid ANNOUNCE token. */
    public AnnounceOutcome announce(Announce announce, EdgeToken token, InetAddress from, long nowSecond) {
        if (withdrawn.contains(InfoHash.ofHex(token.swarmId().hex()))) {
            return new AnnounceOutcome.Refused("the track was withdrawn", AnnounceOutcome.Refused.NEVER);
        }
        SwarmMembers swarm = byWireId.get(announce.infoHash());
        if (swarm == null) {
            return new AnnounceOutcome.Refused("unknown torrent", RETRY_MINUTES);
        }
        if (!swarm.ids.swarmId().hex().equals(token.swarmId().hex())) {
            return new AnnounceOutcome.Refused(TokenRefusal.WRONG_SWARM.words(), AnnounceOutcome.Refused.NEVER);
        }
        TrustDomain domain = domain(announce, token);
        if (domain == TrustDomain.STOCK && swarm.policy.stock() == TrackPolicy.Admission.CLOSED) {
            return new AnnounceOutcome.Refused("stock clients may not join this swarm", AnnounceOutcome.Refused.NEVER);
        }
        if (!swarm.policy.admits(token)) {
            return new AnnounceOutcome.Refused("hosts may not join this swarm", AnnounceOutcome.Refused.NEVER);
        }
        InetAddress address =
                domain == TrustDomain.EDGE ? announce.claimedAddress().orElse(from) : from;
        Endpoint endpoint = Endpoint.of(address, announce.port());
        if (endpoint.scope().isEmpty()) {
            return new AnnounceOutcome.Refused("address cannot be reached", AnnounceOutcome.Refused.NEVER);
        }
        if (banned.contains(endpoint.block())) {
            return new AnnounceOutcome.Refused("address is banned", AnnounceOutcome.Refused.NEVER);
        }
        PeerEntry.Holder holder = PeerEntry.Holder.of(token.subject(), domain, token.group());
        return admit(swarm, announce, token, holder, endpoint, nowSecond);
    }

    private AnnounceOutcome admit(
            SwarmMembers swarm,
            Announce announce,
            EdgeToken token,
            PeerEntry.Holder holder,
            Endpoint endpoint,
            long nowSecond) {
        int bit = swarm.ids.byId().getOrDefault(announce.infoHash(), 0);
        PeerEntry entry = swarm.find(announce.peerId());
        if (entry != null) {
            boolean moved = !entry.endpoint.hasAddressOf(endpoint);
            if (!entry.holder.isSameSubject(holder)
                    || (moved && (announce.key() == 0 || announce.key() != entry.key))) {
                return new AnnounceOutcome.Refused("peer id is in use by another peer", SOON_MINUTES);
            }
            if (entry.isTooSoon(bit, announce.event(), nowSecond, GAP_SECONDS)) {
                return new AnnounceOutcome.Refused("announced again within " + GAP_SECONDS + " seconds", SOON_MINUTES);
            }
        }
        if (announce.event() == AnnounceEvent.STOPPED) {
            if (entry != null) {
                swarm.remove(entry);
                entries--;
            }
            return answer(swarm, endpoint, List.of());
        }
        boolean relieved = entry == null && !relief.isEmpty() && holder.domain() != TrustDomain.EDGE;
        List<Endpoint> seeds = relieved ? relief : edges;
        if (entry == null) {
            if (entries >= limits.maxEntries() || swarm.size() >= limits.maxEntriesPerSwarm()) {
                return new AnnounceOutcome.Refused("tracker is full", RETRY_MINUTES);
            }
            if (swarm.countOf(holder) >= limits.maxEntriesPerSubject()) {
                return new AnnounceOutcome.Refused("too many peers with one token", RETRY_MINUTES);
            }
            entry = new PeerEntry(announce.peerId(), holder, endpoint, locality.of(endpoint));
            entry.key = announce.key();
            swarm.add(entry);
            entries++;
        }
        update(swarm, entry, announce, endpoint, bit, nowSecond);
        return answer(swarm, endpoint, peersFor(swarm, entry, announce, token, seeds, nowSecond));
    }

    /** A peer that does not speak our extensions proves nothing but its token, whatever domain that allows. */
    private static TrustDomain domain(Announce announce, EdgeToken token) {
        boolean stock = announce.style() == Announce.Style.STOCK && token.domain() != TrustDomain.EDGE;
        return stock ? TrustDomain.STOCK : token.domain();
    }

    private void update(
            SwarmMembers swarm, PeerEntry entry, Announce announce, Endpoint endpoint, int bit, long nowSecond) {
        if (!entry.endpoint.hasAddressOf(endpoint)) {
            entry.place = locality.of(endpoint);
        }
        entry.endpoint = endpoint;
        entry.nat = announce.nat();
        entry.mask |= announce.style() == Announce.Style.OURS ? swarm.ids.mask() : bit;
        // A hybrid stock client states the same totals under each of its ids: the larger counts, never the sum.
        entry.uploaded = Math.max(entry.uploaded, announce.uploaded());
        entry.downloaded = Math.max(entry.downloaded, announce.downloaded());
        entry.partialSeed = announce.event() == AnnounceEvent.PAUSED;
        swarm.left(entry, announce.left());
        if (announce.event() == AnnounceEvent.COMPLETED) {
            swarm.completed(entry);
        }
        entry.announced(bit, announce.event(), nowSecond);
    }

    private List<AnnounceReply.SwarmPeer> peersFor(
            SwarmMembers swarm,
            PeerEntry entry,
            Announce announce,
            EdgeToken token,
            List<Endpoint> seeds,
            long nowSecond) {
        int bit = swarm.ids.byId().getOrDefault(announce.infoHash(), 0);
        int limit = token.maxPeers() == 0 ? announce.peersWanted() : Math.min(token.maxPeers(), announce.peersWanted());
        int bits = announce.style() == Announce.Style.OURS ? swarm.ids.mask() : bit;
        List<Endpoint> reachable = entry.wantsNothing()
                ? List.of()
                : seeds.stream()
                        .filter(edge -> PeerSelector.isReachable(edge, entry.endpoint))
                        .limit(limit)
                        .toList();
        List<AnnounceReply.SwarmPeer> peers = new ArrayList<>();
        List<Subject> named = new ArrayList<>();
        for (PeerEntry peer : selector.select(swarm.peers(), entry, bits, limit - reachable.size())) {
            peers.add(new AnnounceReply.SwarmPeer(peer.endpoint, peer.mask));
            if (isAccountable(peer)) {
                named.add(peer.holder.subject());
            }
        }
        if (isAccountable(entry)) {
            introductions.announced(entry.holder.subject(), entry.endpoint);
            introductions.named(swarm.ids.swarmId(), entry.holder.subject(), named, nowSecond);
        }
        reachable.forEach(edge -> peers.add(new AnnounceReply.SwarmPeer(edge, swarm.ids.mask())));
        return peers;
    }

    private static boolean isAccountable(PeerEntry peer) {
        return (peer.holder.domain() == TrustDomain.USER || peer.holder.domain() == TrustDomain.MANAGED)
                && !peer.holder.subject().isNobody();
    }

    private AnnounceOutcome answer(SwarmMembers swarm, Endpoint from, List<AnnounceReply.SwarmPeer> peers) {
        int interval = MIN_INTERVAL_SECONDS + random.nextInt(MAX_INTERVAL_SECONDS - MIN_INTERVAL_SECONDS + 1);
        return new AnnounceOutcome.Answered(new AnnounceReply(
                interval,
                GAP_SECONDS,
                countsWithEdges(swarm),
                peers,
                Optional.of(from.address()),
                OptionalInt.of(swarm.nextOffset()),
                reachPort));
    }

    private SwarmCounts countsWithEdges(SwarmMembers swarm) {
        SwarmCounts counts = swarm.counts();
        return new SwarmCounts(counts.seeds() + edges.size(), counts.leechers(), counts.completions());
    }

    /** The swarm a wire id belongs to. */
    public Optional<InfoHash> swarmOf(InfoHash wireId) {
        return Optional.ofNullable(byWireId.get(wireId)).map(swarm -> swarm.ids.swarmId());
    }

    /** The size of a swarm, the edges counted as seeds. */
    public Optional<SwarmCounts> counts(InfoHash swarmId) {
        return Optional.ofNullable(swarms.get(swarmId)).map(this::countsWithEdges);
    }

    /** Peers of one swarm as an operator sees them, at most {@code limit}. */
    public List<PeerView> peers(InfoHash swarmId, int limit) {
        SwarmMembers swarm = swarms.get(swarmId);
        return swarm == null
                ? List.of()
                : swarm.peers().stream().limit(limit).map(PeerView::of).toList();
    }

    /**
     * A peer as an operator sees it.
     *
     * @param endpoint where it listens
     * @param client its client's prefix of the peer id, printable
     * @param domain its trust domain
     * @param left bytes it lacks
     * @param uploaded bytes it says it sent
     * @param downloaded bytes it says it received
     */
    public record PeerView(
            Endpoint endpoint, String client, TrustDomain domain, long left, long uploaded, long downloaded) {
        private static final int CLIENT_BYTES = 8;

        static PeerView of(PeerEntry entry) {
            StringBuilder client = new StringBuilder();
            byte[] id = entry.id.bytes();
            for (int i = 0; i < CLIENT_BYTES; i++) {
                client.append(id[i] > ' ' && id[i] < 127 ? (char) id[i] : '.');
            }
            return new PeerView(
                    entry.endpoint,
                    client.toString(),
                    entry.holder.domain(),
                    entry.left,
                    entry.uploaded,
                    entry.downloaded);
        }
    }

    /** Number of open swarms. */
    public int swarmCount() {
        return swarms.size();
    }

    /** Number of peers, one that is in two swarms counted twice. */
    public int entryCount() {
        return entries;
    }

    /** Number of peers per trust domain. */
    public Map<TrustDomain, Integer> entriesByDomain() {
        Map<TrustDomain, Integer> counts = new HashMap<>();
        for (SwarmMembers swarm : swarms.values()) {
            swarm.peers().forEach(peer -> counts.merge(peer.holder.domain(), 1, Integer::sum));
        }
        return counts;
    }

    /**
     * Forgets peers that were silent for {@link #LIFE_SECONDS}. Goes on where the last call stopped and looks at about {@code
     * budget} peers, so that no call holds the event loop.
     *
     * @return how many it forgot
     */
    public int expire(long nowSecond, int budget) {
        int looked = 0;
        int forgotten = 0;
        if (!sweep.hasNext()) {
            sweep = new ArrayList<>(swarms.values()).iterator();
        }
        while (looked < budget && sweep.hasNext()) {
            SwarmMembers swarm = sweep.next();
            looked += swarm.size() + 1;
            forgotten += swarm.removeIf(entry -> entry.isExpired(nowSecond, LIFE_SECONDS));
        }
        entries -= forgotten;
        return forgotten;
    }
}
