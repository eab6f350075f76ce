package sealswarm.license.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.StudioId;
import sealswarm.format.problem.FormatException;
import sealswarm.license.SampleLicense;

class ServerKeysTest {
    private final SampleLicense shop = new SampleLicense();
    private final SigningKey next = SigningKey.random(new SecureRandom());

    @AfterEach
    void close() {
        shop.close();
        next.close();
    }

    @Test
    void firstSeenKeysVouchForThemselves() {
        Envelope envelope = shop.serverKeys().sign(shop.documents);
        assertEquals(shop.serverKeys(), ServerKeys.firstSeen(envelope));
        assertEquals(shop.sealing.publicKey(), ServerKeys.firstSeen(envelope).sealingKey());
        assertTrue(shop.serverKeys().fingerprint().matches("([0-9a-f]{4}-){7}[0-9a-f]{4}"));
    }

    @Test
    void keysSignedByNoneOfTheirOwnAreRefused() {
        assertThrows(
                FormatException.class,
                () -> ServerKeys.firstSeen(shop.serverKeys().sign(next)));
    }

    @Test
    void laterKeysAreBelievedWhenAnOldOneSigned() {
        ServerKeys later = later(2);
        assertEquals(later, shop.serverKeys().next(later.sign(next, shop.documents)));
        assertThrows(FormatException.class, () -> shop.serverKeys().next(later.sign(next)));
    }

    @Test
    void olderKeysAndThoseOfAnotherServerAreRefused() {
        ServerKeys pinned = later(3);
        assertThrows(FormatException.class, () -> pinned.next(later(2).sign(next)));
        ServerKeys now = shop.serverKeys();
        ServerKeys foreign =
                new ServerKeys(2, "https://elsewhere", now.keys(), now.issuer(), now.storefront(), now.edges());
        assertThrows(FormatException.class, () -> now.next(foreign.sign(shop.documents)));
    }

    @Test
    void aKeyServesItsOneUseOnly() {
        ServerKeys keys = shop.serverKeys();
        assertTrue(keys.trust(ServerKeys.TYPE)
                .find(ServerKeys.TYPE.typ(), shop.documents.kid())
                .isPresent());
        var export = sealswarm.format.envelope.DocumentType.of("sealswarm/1/export", 1_000);
        assertTrue(keys.trust(export).find(export.typ(), shop.documents.kid()).isEmpty());
    }

    @Test
    void keyListWithoutADocumentsKeyIsRefused() {
        ServerKeys now = shop.serverKeys();
        assertThrows(
                IllegalArgumentException.class,
                () -> new ServerKeys(
                        1, now.iss(), List.of(now.keys().get(1)), now.issuer(), now.storefront(), List.of()));
    }

    @Test
    void studioKeyProvesItself() {
        Envelope wish = StudioKey.sign(new StudioId("demo-studio"), SampleLicense.NOW, next);
        assertEquals(next.verifyKey(), StudioKey.read(wish).key());
        var payload = wish.unverifiedTree(StudioKey.TYPE);
        Envelope forged = Envelope.sign(StudioKey.TYPE, payload, shop.documents);
        assertThrows(FormatException.class, () -> StudioKey.read(forged));
    }

    private ServerKeys later(int version) {
        ServerKeys now = shop.serverKeys();
        return new ServerKeys(
                version,
                now.iss(),
                List.of(ServerKey.of(KeyUse.DOCUMENTS, next.verifyKey())),
                now.issuer(),
                now.storefront(),
                now.edges());
    }
}
