package sealswarm.overlay.edge;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sealswarm.overlay.http.JsonBodies;
import sealswarm.overlay.tracker.Endpoint;

/**
 * What an edge tells its siblings of itself.
 *
 * @param loadPermille its load, in thousandths of what it is configured for, 0 to {@value #MAX_LOAD_PERMILLE}
 * @param peerAddress numeric address of its peer port
 * @param peerPort 1 to 65,535
 */
record SiblingStatus(int loadPermille, String peerAddress, int peerPort) {
    /** Longest body. */
    static final int MAX_BODY_BYTES = 1_024;

    /** A load beyond is told as this. */
    static final int MAX_LOAD_PERMILLE = 100_000;

    private static final int MAX_PORT = 65_535;

    @JsonCreator
    SiblingStatus(
            @JsonProperty("loadPermille") int loadPermille,
            @JsonProperty("peerAddress") String peerAddress,
            @JsonProperty("peerPort") int peerPort) {
        if (loadPermille < 0 || loadPermille > MAX_LOAD_PERMILLE || peerPort < 1 || peerPort > MAX_PORT) {
            throw new IllegalArgumentException("a load or port is out of range");
        }
        if (Endpoint.parse(peerAddress, peerPort).isEmpty()) {
            throw new IllegalArgumentException("not a numeric address");
        }
        this.loadPermille = loadPermille;
        this.peerAddress = peerAddress;
        this.peerPort = peerPort;
    }

    /** Reads the JSON; nothing if it is none. */
    static Optional<SiblingStatus> parse(byte[] json) {
        return JsonBodies.read(json, SiblingStatus.class);
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("loadPermille", loadPermille);
        document.put("peerAddress", peerAddress);
        document.put("peerPort", peerPort);
        return document;
    }

    /** Where its peers' port is. */
    Endpoint endpoint() {
        return Endpoint.parse(peerAddress, peerPort).orElseThrow();
    }
}
