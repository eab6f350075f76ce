package sealswarm.license.server.edge;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sealswarm.license.server.keystore.KeyGate;
import sealswarm.license.server.keystore.Keystore;

/** The edges once the server is unsealed: their keys are derived on first use. Thread-safe. */
public final class EdgeGate {
    private final KeyGate keys;
    private final List<Edges.Edge> configured;
    private final Map<Keystore, Edges> derived = new ConcurrentHashMap<>();

    public EdgeGate(KeyGate keys, List<Edges.Edge> configured) {
        this.keys = keys;
        this.configured = List.copyOf(configured);
    }

    /**
     * The edges.
     *
     * @throws sealswarm.license.server.http.ProblemException sealed
     */
    public Edges require() {
        return derived.computeIfAbsent(keys.require(), keystore -> new Edges(configured, keystore.edgeRoot()));
    }
}
