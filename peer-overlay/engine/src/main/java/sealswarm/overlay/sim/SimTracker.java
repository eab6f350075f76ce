package sealswarm.overlay.sim;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TrustDomain;
import sealswarm.overlay.tracker.Announce;
import sealswarm.overlay.tracker.AnnounceOutcome;
import sealswarm.overlay.tracker.Endpoint;
import sealswarm.overlay.tracker.Locality;
import sealswarm.overlay.tracker.SwarmIds;
import sealswarm.overlay.tracker.SwarmTable;
import sealswarm.overlay.tracker.TrackPolicy;
import sealswarm.overlay.tracker.TrackerLimits;

/** The real table of a tracker, asked over the simulated network by holders of tokens that nobody had to sign. */
final class SimTracker {
    private static final long LATER_SECOND = 4_000_000_000L;

    private final SimNet net;
    private final SimHost host;
    private final SwarmIds ids;
    private final SwarmTable table;
    private final List<Endpoint> edges = new ArrayList<>();

    SimTracker(SimNet net, SimHost host, SwarmIds ids, Locality locality, RandomGenerator random) {
        this.net = net;
        this.host = host;
        this.ids = ids;
        this.table = new SwarmTable(TrackerLimits.EDGE, locality, random);
        table.register(ids, TrackPolicy.OPEN);
    }

    SwarmIds ids() {
        return ids;
    }

    /** Names the peer on {@code edge} in every answer. */
    void seededBy(SimHost edge) {
        edges.add(Endpoint.ofLiteral(edge.address(), SimTransport.PORT));
        table.seededBy(edges);
    }

    /** Announces; nothing comes back while there is no way. */
    void announce(SimHost from, Announce announce, Consumer<Optional<AnnounceOutcome>> answer) {
        long oneWay = net.latencyMicros(from, host);
        SimClock clock = net.clock();
        if (host.manner() != SimHost.Manner.UP || !net.isPassable(from, host)) {
            clock.after(SimNet.CONNECT_MICROS, () -> answer.accept(Optional.empty()));
            return;
        }
        clock.after(2 * oneWay, () -> {
            Endpoint endpoint = Endpoint.ofLiteral(from.address(), announce.port());
            AnnounceOutcome outcome =
                    table.announce(announce, token(from), endpoint.address(), clock.micros() / SimClock.SECOND);
            clock.after(2 * oneWay, () -> answer.accept(Optional.of(outcome)));
        });
    }

    private EdgeToken token(SimHost holder) {
        byte[] subject = new byte[Pseudonym.SIZE_BYTES];
        ByteBuffer.wrap(subject).putInt(holder.number() + 1);
        return EdgeToken.of(
                TokenKind.ANNOUNCE,
                TrustDomain.USER,
                new SwarmId(ids.swarmId().hex()),
                Pseudonym.of(subject),
                LATER_SECOND);
    }
}
