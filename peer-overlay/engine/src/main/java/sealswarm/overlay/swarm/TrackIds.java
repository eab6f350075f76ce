package sealswarm.overlay.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.PeerId;

/**
 * The up to three ids one track is known by on the wire, and how a connection agrees on one. A hybrid's v1 id is upgraded to the v2
 * id where both ends can; the bit means nothing on an id without a v2 half. Immutable.
 */
public final class TrackIds {
    private static final long EXTENSIONS = Handshake.EXTENSION_PROTOCOL | Handshake.FAST;

    private final Optional<InfoHash> v1;
    private final Optional<InfoHash> v2;
    private final Optional<InfoHash> companion;
    private final PeerId own;

    /**
     * The ids of {@code metainfo} and of the v1-only metainfo over the same bytes, if there is one.
     *
     * @param own what we call ourselves in this swarm
     */
    public TrackIds(Metainfo metainfo, Optional<Metainfo> companion, PeerId own) {
        this.v1 = metainfo.infoHashes().v1();
        this.v2 = metainfo.infoHashes().v2().map(InfoHash::truncated);
        this.companion = companion.flatMap(other -> other.infoHashes().v1()).filter(id -> !v1.equals(Optional.of(id)));
        this.own = own;
    }

    /**
     * A connection that both ends agree on.
     *
     * @param reply what we say
     * @param protocol what the agreed id stands for
     */
    public record Agreement(Handshake reply, Peer.Protocol protocol) {}

    /** The ids to answer to. */
    public List<InfoHash> all() {
        List<InfoHash> ids = new ArrayList<>();
        v1.ifPresent(ids::add);
        v2.ifPresent(ids::add);
        companion.ifPresent(ids::add);
        return ids;
    }

    /** The handshakes to call a peer with, to be tried in turn: the hybrid first, which both generations understand. */
    public List<Handshake> calls(PeerAddress address) {
        List<Handshake> calls = new ArrayList<>();
        if ((address.ids() & PeerAddress.V1) != 0) {
            v1.ifPresent(id -> calls.add(hello(id)));
        }
        if ((address.ids() & PeerAddress.V2) != 0) {
            v2.ifPresent(id -> calls.add(hello(id)));
        }
        if ((address.ids() & PeerAddress.COMPANION) != 0) {
            companion.ifPresent(id -> calls.add(hello(id)));
        }
        return calls;
    }

    /** Our answer to a caller; empty if it calls another swarm or is ourselves. */
    public Optional<Agreement> answer(Handshake caller) {
        InfoHash id = caller.wireId();
        if (!all().contains(id) || caller.peerId().equals(own)) {
            return Optional.empty();
        }
        boolean upgrade = v1.equals(Optional.of(id)) && caller.supports(Handshake.V2_UPGRADE) && v2.isPresent();
        InfoHash agreed = upgrade ? v2.orElseThrow() : id;
        return Optional.of(new Agreement(hello(agreed), protocol(agreed)));
    }

    /** What a peer's answer to {@code call} means; empty if it answers for another swarm or is ourselves. */
    public Optional<Peer.Protocol> agreed(Handshake call, Handshake answer) {
        InfoHash id = answer.wireId();
        boolean same = id.equals(call.wireId());
        boolean upgraded = v1.equals(Optional.of(call.wireId())) && v2.equals(Optional.of(id));
        return (same || upgraded) && !answer.peerId().equals(own) ? Optional.of(protocol(id)) : Optional.empty();
    }

    private Peer.Protocol protocol(InfoHash id) {
        return v2.equals(Optional.of(id)) ? Peer.Protocol.V2 : Peer.Protocol.V1;
    }

    private Handshake hello(InfoHash id) {
        boolean hybrid = v2.isPresent() && !companion.equals(Optional.of(id));
        return new Handshake(id, own, hybrid ? EXTENSIONS | Handshake.V2_UPGRADE : EXTENSIONS);
    }
}
