package sealswarm.overlay.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.SwarmLinks;
import sealswarm.overlay.TrackProgress;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.config.EdgeConfig;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoLinks;
import sealswarm.overlay.origin.SampleTrack;
import sealswarm.overlay.origin.SystemOriginDisk;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.transport.UtpUse;
import sealswarm.trial.Presence;

/** Tracker, edge and peers where there is nothing but IPv6. */
class Ipv6IT {
    private static final String LOOPBACK = "::1";
    private static final SampleTrack TRACK = SampleTrack.of(17, 1_000_321);

    @TempDir
    Path directory;

    private static boolean hasIpv6() {
        byte[] one = new byte[16];
        one[15] = 1;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(one))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aDownloadByTrackerAndPeersCompletesByTcpAndByUtp() throws Exception {
        Presence.require(hasIpv6(), "this machine has no ::1");
        EdgeConfig config = EdgeConfig.at(LOOPBACK, 0, 0, TrialEdge.config(0, 0).tokenKey());
        EdgePlatform platform = TrialEdge.platform(InstantSource.system(), new SystemOriginDisk());
        try (TrialEdge edge = TrialEdge.start(directory.resolve("edge"), config, platform)) {
            assertTrue(edge.url().startsWith("http://[::1]:"), edge.url());
            edge.publish(TRACK);
            String path = "/webseed/" + edge.ticket(TRACK, TokenKind.WEBSEED) + "/"
                    + TRACK.metainfo().name() + ".torrent";
            Metainfo served = Metainfo.parse(edge.get(path).body());
            for (UtpUse use : List.of(UtpUse.OFF, UtpUse.ONLY)) {
                TrackProgress end = download(served, use);
                assertEquals(TRACK.data().length, end.totals().fromPeers());
            }
        }
    }

    private TrackProgress download(Metainfo metainfo, UtpUse use) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            OverlaySettings settings =
                    OverlaySettings.LOOPBACK.listeningOn(LOOPBACK, 0).withUtp(use);
            Overlay overlay = Overlay.start(vertx, settings, new SecureRandom()).await(30, TimeUnit.SECONDS);
            TrackRequest request = TrackRequest.of(metainfo, directory.resolve(use.name()));
            OverlayTrack track = overlay.open(request).await(30, TimeUnit.SECONDS);
            MetainfoLinks trackers =
                    new MetainfoLinks(metainfo.links().trackers(), List.of(), Optional.empty(), List.of());
            new SwarmLinks(vertx, new SecureRandom()).follow(request, track, overlay.port(), trackers);
            track.whenComplete().await(60, TimeUnit.SECONDS);
            TrackProgress end = track.progress().await(30, TimeUnit.SECONDS);
            overlay.close().await(30, TimeUnit.SECONDS);
            assertArrayEquals(
                    TRACK.data(),
                    Files.readAllBytes(directory.resolve(use.name()).resolve(metainfo.name())));
            return end;
        } finally {
            vertx.close().await(30, TimeUnit.SECONDS);
        }
    }
}
