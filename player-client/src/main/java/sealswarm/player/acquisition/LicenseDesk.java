package sealswarm.player.acquisition;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.TitleId;
import sealswarm.format.manifest.Manifest;
import sealswarm.license.LicenseDocument;
import sealswarm.license.LicenseRefusal;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.device.DeviceKeys;
import sealswarm.license.device.DeviceRequest;
import sealswarm.license.device.DeviceRequest.DeviceAction;
import sealswarm.license.device.DeviceRequest.PeerKey;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.message.Grants.Grant;
import sealswarm.license.message.Licenses.LicenseAnswer;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.receipt.LogHead;
import sealswarm.license.wire.Nonce;
import sealswarm.license.wire.WireJson;
import sealswarm.player.cache.PlayerHome;
import sealswarm.player.login.PinnedKeys;
import sealswarm.player.receipt.PlayLog;
import sealswarm.player.receipt.ReceiptUpload;
import sealswarm.player.validation.Validator;

/**
 * Asks for licenses and keeps them: receipts first, then the license bound to a fresh nonce, the manifest, the revocations. Without
 * a server a kept license serves as long as its lease. Where the server has changed its keys, they are followed. Blocking; safe for
 * any thread, one request at a time.
 */
public final class LicenseDesk {
    private static final int MAX_KEPT_BYTES = 4 << 20;

    private final LicenseApi api;
    private final PinnedKeys pinned;
    private final PlayerHome home;
    private final DeviceKeys device;
    private final TrackKeys trackKeys;
    private final Validator validator;
    private final PlayLog log;
    private final SecureRandom random;

    public LicenseDesk(
            LicenseApi api,
            PinnedKeys pinned,
            PlayerHome home,
            DeviceKeys device,
            TrackKeys trackKeys,
            Validator validator,
            PlayLog log,
            SecureRandom random) {
        this.api = api;
        this.pinned = pinned;
        this.home = home;
        this.device = device;
        this.trackKeys = trackKeys;
        this.validator = validator;
        this.log = log;
        this.random = random;
    }

    /**
     * A fresh license for a grant.
     *
     * @throws sealswarm.license.client.ApiRefusal if the server refuses
     * @throws LicenseRefusal if what it sends does not hold
     * @throws IOException if it cannot be reached
     */
    public synchronized LicensedTitle obtain(Grant grant, Use use) throws IOException, InterruptedException {
        return pinned.following(() -> obtainOnce(grant, use));
    }

    private LicensedTitle obtainOnce(Grant grant, Use use) throws IOException, InterruptedException {
        uploadReceipts();
        validator.learnRevocations(api.revocations(validator.revocations().epoch()));
        Asked asked = ask(
                grant.grantId(),
                DeviceAction.LICENSE,
                use,
                trackKeys.named(grant.titleId(), grant.rights().tracks()));
        LicenseAnswer answer = api.license(asked.request());
        LicenseDocument license = learn(answer, asked);
        byte[] envelope = api.manifest(grant.titleId());
        Manifest manifest = validator.manifest(license, Envelope.parse(envelope, Manifest.TYPE));
        home.manifest(grant.titleId()).write(envelope);
        keep(grant.titleId(), answer);
        return new LicensedTitle(license, manifest, answer.swarm());
    }

    /** The title under the license that was kept, if one was. Its rights and lease are checked when it plays. */
    public synchronized Optional<LicensedTitle> kept(TitleId title) throws IOException {
        Optional<byte[]> kept = home.license(title).read();
        Optional<byte[]> envelope = home.manifest(title).read();
        if (kept.isEmpty() || envelope.isEmpty()) {
            return Optional.empty();
        }
        LicenseAnswer answer = WireJson.readAnswer(kept.get(), LicenseAnswer.class, MAX_KEPT_BYTES);
        LicenseDocument license = validator.learnKept(answer.license().envelope(LicenseDocument.TYPE));
        Manifest manifest = validator.manifest(license, Envelope.parse(envelope.get(), Manifest.TYPE));
        return Optional.of(new LicensedTitle(license, manifest, answer.swarm()));
    }

    /** The next revision of a license, for the same use. */
    public synchronized LicensedTitle renew(LicensedTitle title) throws IOException, InterruptedException {
        return pinned.following(() -> renewOnce(title));
    }

    private LicensedTitle renewOnce(LicensedTitle title) throws IOException, InterruptedException {
        uploadReceipts();
        LicenseDocument now = title.license();
        Asked asked = ask(
                now.terms().grant().id(),
                DeviceAction.RENEW,
                now.terms().lease().use(),
                trackKeys.named(title.manifest().titleId(), now.terms().rights().tracks()));
        LicenseAnswer answer = api.renew(now.terms().licenseId().hex(), asked.request());
        LicenseDocument next = learn(answer, asked);
        keep(title.manifest().titleId(), answer);
        return title.with(next, answer.swarm());
    }

    /** Frees the stream of a license. */
    public synchronized void stop(LicenseDocument license) throws IOException, InterruptedException {
        Asked asked = ask(
                license.terms().grant().id(),
                DeviceAction.STOP,
                license.terms().lease().use(),
                List.of());
        api.stop(license.terms().licenseId().hex(), asked.request());
    }

    /** Uploads what the log holds. */
    public synchronized ReceiptUpload.Outcome uploadReceipts() throws IOException, InterruptedException {
        return pinned.following(
                () -> new ReceiptUpload(log, device.signing(), pinned.current(), home.receiptHead()).run(api::usage));
    }

    private record Asked(Envelope request, Nonce nonce, long sentMonotonicMillis) {}

    private Asked ask(String grantId, DeviceAction action, Use use, List<PeerKey> peerKeys) {
        Nonce nonce = Nonce.random(random);
        Instant now = validator.time().now();
        DeviceRequest request = new DeviceRequest(
                pinned.current().iss(), action, grantId, device.deviceId(), nonce, now, use, log.head(), peerKeys);
        return new Asked(request.sign(device.signing()), nonce, validator.monotonicMillis());
    }

    private LicenseDocument learn(LicenseAnswer answer, Asked asked) throws IOException {
        LogHead head = LogHead.read(answer.deviceHead().envelope(LogHead.TYPE), pinned.current());
        if (!head.deviceId().equals(device.deviceId())) {
            throw new LicenseRefusal(ProblemType.BAD_SIGNATURE, "the answer is for another device");
        }
        log.acknowledged(head);
        return validator.learnAnswer(
                answer.license().envelope(LicenseDocument.TYPE), asked.nonce(), asked.sentMonotonicMillis());
    }

    private void keep(TitleId title, LicenseAnswer answer) throws IOException {
        home.license(title).write(WireJson.write(answer));
    }
}
