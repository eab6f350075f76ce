package sealswarm.overlay.mapping;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import sealswarm.overlay.reach.Observed;
import sealswarm.overlay.tracker.Endpoint;

/**
 * Gets a port forwarded by a gateway that speaks NAT-PMP (RFC 6886), keeps it so and gives it back. A round asks for the outside address and then
 * for each protocol, one question at a time; it is repeated at half the lifetime. Time and datagrams come in, datagrams and what is known of the
 * outside go out. Belongs to one loop.
 */
public final class PortLease {
    /** The lifetime asked for (RFC 6886, section 3.3). */
    static final long LIFETIME_SECONDS = 7_200;

    /** A shorter lifetime is no offer: one would do nothing but renew it. */
    static final long MIN_LIFETIME_SECONDS = 120;

    /** How often a question is put; the last wait is then 64 s (RFC 6886, section 3.1). */
    static final int TRIES = 9;

    /** The first wait for an answer; each next one is twice as long. */
    static final long FIRST_WAIT_MILLIS = 250;

    /** How long a gateway is left alone that cannot help now. */
    static final long REST_MILLIS = TimeUnit.MINUTES.toMillis(15);

    /** Rounds do not begin faster, however often a gateway claims to have forgotten everything. */
    static final long MIN_ROUND_MILLIS = TimeUnit.SECONDS.toMillis(30);

    /** What a lease does to the world. */
    public interface Out {
        /** Sends a datagram to the gateway. */
        void send(ByteBuffer datagram);

        /** From now on the port looks so from outside; empty if it is not forwarded. Told when it changes. */
        void outside(Optional<Observed> seen);
    }

    private enum Phase {
        ASKING,
        WAITING,
        OVER
    }

    private final Observed gateway;
    private final List<MappedProtocol> protocols;
    private final int internalPort;
    private final Out out;
    private final Map<MappedProtocol, Integer> ports = new EnumMap<>(MappedProtocol.class);
    private Phase phase = Phase.ASKING;
    private Optional<Epoch> epoch = Optional.empty();
    private Optional<Observed> outside = Optional.empty();
    private String host = "";
    private int step;
    private int tries;
    private long lifetimeSeconds;
    private long roundMillis;
    private long wakeMillis;

    /**
     * A lease, whose first question leaves at once.
     *
     * @param gateway who is asked, and who alone is heard
     * @param protocols what is to be forwarded; the outside port of the first is the one that counts
     * @param internalPort the port at which calls are taken
     */
    public PortLease(Observed gateway, List<MappedProtocol> protocols, int internalPort, Out out, long nowMillis) {
        if (protocols.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to forward");
        }
        this.gateway = gateway;
        this.protocols = List.copyOf(protocols);
        this.internalPort = internalPort;
        this.out = out;
        begin(nowMillis);
    }

    /** When {@link #tick} has something to do; empty if never. */
    public OptionalLong wakeMillis() {
        return phase == Phase.OVER ? OptionalLong.empty() : OptionalLong.of(wakeMillis);
    }

    private void begin(long nowMillis) {
        roundMillis = nowMillis;
        lifetimeSeconds = LIFETIME_SECONDS;
        ask(0, nowMillis);
    }

    /** Step 0 asks for the address, those after it for the protocols in turn. */
    private void ask(int next, long nowMillis) {
        phase = Phase.ASKING;
        step = next;
        tries = 0;
        put(nowMillis);
    }

    private void put(long nowMillis) {
        wakeMillis = nowMillis + (FIRST_WAIT_MILLIS << tries);
        tries++;
        out.send(step == 0 ? PmpRequest.address() : mapping(protocols.get(step - 1)));
    }

    /** One would like to keep the outside port, to have the same for all protocols, or at least that of the inside. */
    private ByteBuffer mapping(MappedProtocol protocol) {
        int first = ports.getOrDefault(protocols.get(0), internalPort);
        return PmpRequest.map(protocol, internalPort, ports.getOrDefault(protocol, first), LIFETIME_SECONDS);
    }

    /** Does what is due. */
    public void tick(long nowMillis) {
        if (phase == Phase.OVER || nowMillis < wakeMillis) {
            return;
        }
        if (phase == Phase.WAITING) {
            begin(nowMillis);
        } else if (tries < TRIES) {
            put(nowMillis);
        } else if (epoch.isPresent()) {
            rest(nowMillis);
        } else {
            giveUp();
        }
    }

    /** Takes a datagram, from whomever; what does not answer the open question of this gateway is dropped. */
    public void receive(Observed from, ByteBuffer datagram, long nowMillis) {
        if (phase == Phase.ASKING && from.equals(gateway)) {
            PmpReply.decode(datagram).filter(this::answersQuestion).ifPresent(reply -> answered(reply, nowMillis));
        }
    }

    private boolean answersQuestion(PmpReply reply) {
        return reply instanceof PmpReply.Mapping mapping
                ? step > 0 && mapping.protocol() == protocols.get(step - 1) && mapping.internalPort() == internalPort
                : step == 0;
    }

    private void answered(PmpReply reply, long nowMillis) {
        Epoch shown = new Epoch(reply.epochSeconds(), nowMillis);
        boolean isLost = epoch.filter(known -> known.isLostBy(shown)).isPresent();
        epoch = Optional.of(shown);
        if (reply.result() == PmpReply.Result.NOT_NOW) {
            rest(nowMillis);
        } else if (reply.result() == PmpReply.Result.NEVER) {
            giveUp();
        } else if (isLost && step > 0) {
            beginAgain(nowMillis);
        } else if (reply instanceof PmpReply.Mapping mapping) {
            mapped(mapping, nowMillis);
        } else if (reply instanceof PmpReply.Address address) {
            located(address.host(), nowMillis);
        }
    }

    /** The gateway has restarted within the round: what it was asked before is forgotten. */
    private void beginAgain(long nowMillis) {
        if (nowMillis - roundMillis >= MIN_ROUND_MILLIS) {
            begin(nowMillis);
        } else {
            waitUntil(roundMillis + MIN_ROUND_MILLIS);
        }
    }

    /** An outside that is itself inside of something, or nowhere, is of no use now. */
    private void located(String address, long nowMillis) {
        host = address;
        if (Endpoint.parse(address, 1).filter(Endpoint::isGlobal).isPresent()) {
            ask(1, nowMillis);
        } else {
            rest(nowMillis);
        }
    }

    private void mapped(PmpReply.Mapping mapping, long nowMillis) {
        if (mapping.externalPort() == 0 || mapping.lifetimeSeconds() < MIN_LIFETIME_SECONDS) {
            giveUp();
            return;
        }
        ports.put(mapping.protocol(), mapping.externalPort());
        lifetimeSeconds = Math.min(lifetimeSeconds, mapping.lifetimeSeconds());
        if (step < protocols.size()) {
            ask(step + 1, nowMillis);
        } else {
            waitUntil(nowMillis + TimeUnit.SECONDS.toMillis(lifetimeSeconds) / 2);
            tell(Optional.of(new Observed(host, ports.getOrDefault(protocols.get(0), internalPort))));
        }
    }

    private void waitUntil(long millis) {
        phase = Phase.WAITING;
        wakeMillis = millis;
    }

    private void rest(long nowMillis) {
        waitUntil(nowMillis + REST_MILLIS);
        tell(Optional.empty());
    }

    private void giveUp() {
        close();
        tell(Optional.empty());
    }

    private void tell(Optional<Observed> seen) {
        if (!seen.equals(outside)) {
            outside = seen;
            out.outside(seen);
        }
    }

    /** Ends it: the gateway is told, once, to forward no more of what it was asked for. Nothing is reported any more. */
    public void close() {
        if (phase == Phase.OVER) {
            return;
        }
        int asked = Math.max(ports.size(), phase == Phase.ASKING ? step : 0);
        phase = Phase.OVER;
        protocols.stream().limit(asked).forEach(protocol -> out.send(PmpRequest.release(protocol, internalPort)));
    }
}
