package sealswarm.overlay.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PeerKeyringTest {
    private final byte[] secret = new byte[PeerKeyring.SIZE_BYTES];

    @Test
    void aTrackHasOneKeyAndNoTwoTracksOrRingsShareOne() {
        Arrays.fill(secret, (byte) 7);
        PeerKeyring ring = PeerKeyring.of(secret);
        assertEquals(
                ring.key("film/hd").publicKey(),
                PeerKeyring.of(secret).key("film/hd").publicKey());
        assertNotEquals(ring.key("film/hd").publicKey(), ring.key("film/sd").publicKey());
        secret[0] ^= 1;
        assertNotEquals(
                ring.key("film/hd").publicKey(),
                PeerKeyring.of(secret).key("film/hd").publicKey());
    }

    @Test
    void neitherAnotherLengthIsTakenNorTheSecretPrinted() {
        assertThrows(IllegalArgumentException.class, () -> PeerKeyring.of(new byte[31]));
        assertThrows(IllegalArgumentException.class, () -> PeerKeyring.of(new byte[33]));
        Arrays.fill(secret, (byte) 0x5a);
        assertFalse(PeerKeyring.of(secret).toString().contains(HexFormat.of().formatHex(secret, 0, 4)));
    }
}
