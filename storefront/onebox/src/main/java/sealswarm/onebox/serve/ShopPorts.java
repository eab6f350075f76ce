package sealswarm.onebox.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import sealswarm.console.exit.Refusal;

/**
 * The loopback ports of one shop. All are known before the first part starts, since the parts name each other's addresses.
 *
 * @param storefront of the shop's pages
 * @param licenseServer of the license server
 * @param edgeHttp of tracker, web seed and origin
 * @param edgePeer of the edge as a peer
 * @param keycloak of sign-in
 * @param keycloakManagement of the identity server's health
 */
public record ShopPorts(
        int storefront, int licenseServer, int edgeHttp, int edgePeer, int keycloak, int keycloakManagement) {
    /** Any free ports, for tests and for {@code demo --check}. */
    public static final ShopPorts ANY = new ShopPorts(0, 0, 0, 0, 0, 0);

    /**
     * Where free ports are looked for: below the ports that systems give to outgoing connections and to whoever asks for any
     * port, so that none of those takes a port between its release here and its use by the shop.
     */
    private static final int LOWEST_FREE = 20_000;

    private static final int FREE_BELOW = 32_768;
    private static final int TRIES = 100;

    /**
     * These ports with each 0 replaced by a free one.
     *
     * @param random where to look for free ports
     * @throws Refusal exit 1 naming the port that is in use
     */
    public ShopPorts reserve(RandomGenerator random) {
        // All are held together, so that no free port is found twice.
        List<ServerSocket> held = new ArrayList<>();
        try {
            named().forEach((name, port) -> held.add(port == 0 ? holdAny(name, random) : hold(name, port)));
            int[] ports = held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
            return new ShopPorts(ports[0], ports[1], ports[2], ports[3], ports[4], ports[5]);
        } finally {
            held.forEach(ShopPorts::release);
        }
    }

    /** These ports, but 0 for each that is in use: for who prints the addresses anyway. */
    public ShopPorts whereFree() {
        return new ShopPorts(
                ifFree(storefront),
                ifFree(licenseServer),
                ifFree(edgeHttp),
                ifFree(edgePeer),
                ifFree(keycloak),
                ifFree(keycloakManagement));
    }

    private static int ifFree(int port) {
        return isFree(port) ? port : 0;
    }

    /** Whether nobody listens there; so it is for 0, which stands for any port. */
    public static boolean isFree(int port) {
        try {
            release(hold("port", port));
            return true;
        } catch (Refusal e) {
            return false;
        }
    }

    /** Each by the name of its setting, in the order of this record. */
    public Map<String, Integer> named() {
        Map<String, Integer> named = new LinkedHashMap<>();
        named.put("storefront-port", storefront);
        named.put("license-server-port", licenseServer);
        named.put("edge-http-port", edgeHttp);
        named.put("edge-peer-port", edgePeer);
        named.put("keycloak-port", keycloak);
        named.put("keycloak-management-port", keycloakManagement);
        return named;
    }

    private static ServerSocket holdAny(String name, RandomGenerator random) {
        for (int tried = 1; ; tried++) {
            try {
                return hold(name, random.nextInt(LOWEST_FREE, FREE_BELOW));
            } catch (Refusal e) {
                if (tried == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static ServerSocket hold(String name, int port) {
        try {
            ServerSocket socket = new ServerSocket();
            try {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        } catch (IOException e) {
            throw Refusal.failure(
                            "port-in-use",
                            "port " + port + " (" + name + ") is in use",
                            "another --" + name + ", or stop the other process")
                    .causedBy(e);
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot release port " + socket.getLocalPort(), e);
        }
    }

    /** The loopback address of a port. */
    static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
