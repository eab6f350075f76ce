package sealswarm.license.server.issuing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import sealswarm.format.json.Base64Url;
import sealswarm.license.LicenseId;
import sealswarm.license.device.DeviceId;
import sealswarm.license.server.grant.SampleGrant;
import sealswarm.license.server.metering.SampleRelease;
import sealswarm.license.wire.Nonce;

/** What every {@link ReleaseStore} must do. */
abstract class ReleaseStoreContract {
    abstract ReleaseStore store();

    private static Nonce nonce(int n) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) n;
        return new Nonce(Base64Url.encode(bytes));
    }

    private static KeyRelease release(DeviceId device, Nonce nonce, long revision, Instant leaseUntil) {
        KeyRelease like = SampleRelease.of(3);
        return new KeyRelease(
                LicenseId.of(like.grantId(), device, 1),
                revision,
                device,
                nonce,
                like.requestHash(),
                like.grantId(),
                like.subject(),
                like.title(),
                like.tracks(),
                like.use(),
                like.issuedAt(),
                leaseUntil,
                like.playsReserved(),
                like.head(),
                Buffer.buffer("reply " + revision));
    }

    @Test
    void isFoundByRequestAndByLicense() {
        ReleaseStore store = store();
        DeviceId device = SampleGrant.device(1);
        KeyRelease leased = release(device, nonce(1), 1, SampleGrant.NOON.plusSeconds(300));
        KeyRelease endless = release(device, nonce(2), 2, Instant.MAX);
        assertTrue(store.insert(leased));
        assertTrue(store.insert(endless));
        assertEquals(Optional.of(leased), store.find(device, nonce(1)));
        assertEquals(Optional.of(endless), store.find(endless.license(), 2));
        assertEquals(Optional.empty(), store.find(device, nonce(3)));
        assertEquals(Optional.empty(), store.find(SampleGrant.device(2), nonce(1)));
        assertEquals(Optional.empty(), store.find(leased.license(), 3));
    }

    @Test
    void revisionAndNonceAreTakenOnce() {
        ReleaseStore store = store();
        DeviceId device = SampleGrant.device(1);
        KeyRelease first = release(device, nonce(1), 1, Instant.MAX);
        assertTrue(store.insert(first));
        assertFalse(store.insert(release(device, nonce(2), 1, Instant.MAX)), "the revision was released");
        assertFalse(store.insert(release(device, nonce(1), 2, Instant.MAX)), "the nonce was used");
        assertTrue(store.insert(release(SampleGrant.device(2), nonce(1), 1, Instant.MAX)), "by another device");
        assertEquals(Optional.of(first), store.find(device, nonce(1)));
    }

    @Test
    void firstReleaseIsFoundBehindAsManyMissingOnesAsTheLimitSays() {
        ReleaseStore store = store();
        KeyRelease found = release(SampleGrant.device(1), nonce(1), ReleaseStore.MAX_SKIPPED_REVISIONS, Instant.MAX);
        KeyRelease lost = release(SampleGrant.device(2), nonce(2), ReleaseStore.MAX_SKIPPED_REVISIONS + 1, Instant.MAX);
        store.insert(found);
        store.insert(lost);
        assertEquals(Optional.of(found), store.first(found.license()));
        assertEquals(Optional.empty(), store.first(lost.license()));
    }

    @Test
    void oneOfManyRacingAnswersToARequestIsKept() throws Exception {
        ReleaseStore store = store();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Boolean>> inserts = new ArrayList<>();
        for (int i = 1; i <= 16; i++) {
            KeyRelease release = release(SampleGrant.device(1), nonce(1), i, Instant.MAX);
            inserts.add(threads.submit(() -> store.insert(release)));
        }
        int kept = 0;
        for (Future<Boolean> insert : inserts) {
            kept += insert.get() ? 1 : 0;
        }
        threads.shutdown();
        assertEquals(1, kept);
    }
}
