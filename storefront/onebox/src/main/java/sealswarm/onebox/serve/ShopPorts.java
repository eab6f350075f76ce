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
     * These ports with each 0 replaced by a free one.
     *
     * @throws Refusal exit 1 naming the port that is in use
     */
    public ShopPorts reserve() {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        wanted.put("storefront-port", storefront);
        wanted.put("license-server-port", licenseServer);
        wanted.put("edge-http-port", edgeHttp);
        wanted.put("edge-peer-port", edgePeer);
        wanted.put("keycloak-port", keycloak);
        wanted.put("keycloak-management-port", keycloakManagement);
        // All are held together, so that no free port is found twice.
        List<ServerSocket> held = new ArrayList<>();
        try {
            wanted.forEach((name, port) -> held.add(hold(name, port)));
            int[] ports = held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
            return new ShopPorts(ports[0], ports[1], ports[2], ports[3], ports[4], ports[5]);
        } finally {
            held.forEach(ShopPorts::release);
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
