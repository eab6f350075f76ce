package sealswarm.overlay.swarm;

import java.util.Map;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.ext.ExtensionHandshake;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.token.TrustDomain;

/** The membership of a swarm that asks nobody who it is. */
final class Anyone implements Membership {
    @Override
    public void opened(Door door) {}

    @Override
    public Map<String, Integer> extensions() {
        return Map.of();
    }

    @Override
    public void joined(Peer peer) {}

    @Override
    public void introduced(Peer peer, ExtensionHandshake told) {}

    @Override
    public void received(Peer peer, int extension, BencodeString payload) {}

    @Override
    public void left(Peer peer) {}

    @Override
    public void convicted(Peer peer) {}

    @Override
    public void verified(Peer peer, int bytes) {}

    @Override
    public void delivered(Peer peer, int bytes) {}

    @Override
    public void settle(Peer peer) {}

    @Override
    public void second() {}

    @Override
    public boolean serves(Peer peer) {
        return true;
    }

    @Override
    public boolean sends(Peer peer) {
        return true;
    }

    @Override
    public TrustDomain domain(Peer peer) {
        return TrustDomain.STOCK;
    }
}
