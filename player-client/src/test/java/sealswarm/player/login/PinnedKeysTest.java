package sealswarm.player.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.SigningKey;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.license.LicenseRefusal;
import sealswarm.license.SampleLicense;
import sealswarm.license.key.KeyUse;
import sealswarm.license.key.ServerKey;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.receipt.LogHead;
import sealswarm.license.receipt.ReceiptChain;

class PinnedKeysTest {
    private final SampleLicense shop = new SampleLicense();
    private final SigningKey newer = SigningKey.ofSeed(SamplePackage.fixed(50));
    private final SigningKey stranger = SigningKey.ofSeed(SamplePackage.fixed(51));
    private final List<Envelope> kept = new ArrayList<>();
    private Envelope served = shop.serverKeys().sign(shop.documents);
    private int asked;

    @AfterEach
    void close() {
        newer.close();
        stranger.close();
        shop.close();
    }

    private PinnedKeys pinned() {
        return new PinnedKeys(
                shop.serverKeys(),
                () -> {
                    asked++;
                    return served;
                },
                kept::add);
    }

    /** Version 2: the new documents key alone, signed by {@code signers}. */
    private Envelope rotated(SigningKey... signers) {
        ServerKeys old = shop.serverKeys();
        return new ServerKeys(
                        2,
                        old.iss(),
                        List.of(
                                ServerKey.of(KeyUse.DOCUMENTS, newer.verifyKey()),
                                ServerKey.sealing(shop.sealing.publicKey())),
                        old.issuer(),
                        old.storefront(),
                        old.edges())
                .sign(signers);
    }

    /** A document of the server under its new key. */
    private LogHead read(PinnedKeys keys) {
        LogHead head = new LogHead(
                shop.device.deviceId(), 1, 0, ReceiptChain.genesis(shop.device.deviceId(), 1), SampleLicense.NOW);
        return LogHead.read(head.sign(newer), keys.current());
    }

    @Test
    void keysThatFollowAreBelievedAndKeptAndTheExchangeIsRepeated() throws Exception {
        served = rotated(newer, shop.documents);
        PinnedKeys keys = pinned();
        assertEquals(0, keys.following(() -> read(keys)).seq());
        assertEquals(2, keys.current().version());
        assertEquals(List.of(served), kept);
        keys.following(() -> read(keys));
        assertEquals(1, asked, "keys that fit are not asked for");
        // What is kept is what a next start pins: it vouches for itself.
        assertEquals(2, ServerKeys.firstSeen(kept.get(0)).version());
    }

    @Test
    void keysThatTheOldOneDidNotSignAreNotBelieved() {
        for (Envelope forged : List.of(rotated(newer), rotated(newer, stranger))) {
            served = forged;
            PinnedKeys keys = pinned();
            FormatException refused = assertThrows(FormatException.class, () -> keys.following(() -> read(keys)));
            assertEquals(FormatProblem.BAD_SIGNATURE, refused.problem());
            assertEquals(1, refused.getSuppressed().length);
            assertEquals(1, keys.current().version());
            assertTrue(kept.isEmpty());
        }
    }

    @Test
    void unchangedKeysLeaveTheRefusalAsItIs() {
        PinnedKeys keys = pinned();
        assertThrows(FormatException.class, () -> keys.following(() -> read(keys)));
        assertEquals(1, asked);
        assertTrue(kept.isEmpty());
    }

    @Test
    void otherRefusalsAskForNoKeys() {
        PinnedKeys keys = pinned();
        assertThrows(
                LicenseRefusal.class,
                () -> keys.following(() -> {
                    throw new LicenseRefusal(ProblemType.LEASE_EXPIRED, "over");
                }));
        assertThrows(
                IOException.class,
                () -> keys.following(() -> {
                    throw new IOException("away");
                }));
        assertEquals(0, asked);
    }

    @Test
    void serverThatIsAwayLeavesTheRefusalAsItIs() throws Exception {
        PinnedKeys keys = new PinnedKeys(
                shop.serverKeys(),
                () -> {
                    throw new IOException("away");
                },
                kept::add);
        assertThrows(FormatException.class, () -> keys.following(() -> read(keys)));
        served = rotated(newer, shop.documents);
        assertFalse(pinned().following(() -> false));
    }
}
