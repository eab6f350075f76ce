package sealswarm.player.acquisition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.format.disk.PrivateFile;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.license.device.DeviceRequest;
import sealswarm.overlay.token.PeerKeyThumbprint;

class TrackKeysTest {
    private static final TitleId TITLE = new TitleId("demo-film");
    private final TrackId hd = new TrackId("hd");
    private final TrackId sd = new TrackId("sd");

    @TempDir
    Path directory;

    private TrackKeys open() throws IOException {
        return TrackKeys.open(new PrivateFile(directory.resolve("peers.key"), 1_024), new SecureRandom());
    }

    @Test
    void keysAreTheSameAfterARestartAndDifferFromTrackToTrack() throws IOException {
        TrackKeys first = open();
        TrackKeys second = open();
        assertEquals(first.key(TITLE, hd).publicKey(), second.key(TITLE, hd).publicKey());
        assertNotEquals(first.key(TITLE, hd).publicKey(), first.key(TITLE, sd).publicKey());
        assertEquals(
                PeerKeyThumbprint.ofKey(first.key(TITLE, sd).publicKey()).hex(),
                first.named(TITLE, List.of(hd, sd)).get(1).thumbprint().hex());
    }

    @Test
    void aDamagedSecretGivesNewKeys() throws IOException {
        TrackKeys first = open();
        Files.write(directory.resolve("peers.key"), new byte[] {1});
        assertNotEquals(first.key(TITLE, hd).publicKey(), open().key(TITLE, hd).publicKey());
        assertEquals(32, Files.size(directory.resolve("peers.key")));
    }

    @Test
    void noMoreKeysAreNamedThanARequestTakes() throws IOException {
        List<TrackId> many = new ArrayList<>();
        for (int i = 0; i <= DeviceRequest.MAX_PEER_KEYS; i++) {
            many.add(new TrackId("t" + i));
        }
        assertEquals(DeviceRequest.MAX_PEER_KEYS, open().named(TITLE, many).size());
        assertEquals(1, open().named(TITLE, many.subList(0, 1)).size());
    }
}
