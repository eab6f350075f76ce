package sealswarm.license;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sealswarm.format.cipher.BlockDecryptor;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.envelope.Payload;
import sealswarm.format.json.Base64Url;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.UtcTime;
import sealswarm.format.key.Digests;
import sealswarm.format.key.Info;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.TrackKey;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.Track;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.wrap.Hpke;
import sealswarm.format.wrap.KeyBlock;
import sealswarm.format.wrap.WrapPublicKey;
import sealswarm.format.wrap.Wrapped;
import sealswarm.license.device.DeviceKeys;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.rights.RightsDecision;
import sealswarm.license.wire.Nonce;
import sealswarm.license.wire.Sha256Hex;

/**
 * The license: signed terms and the track keys sealed to one device (spec license-v1, sections 5 and 6). Opening goes in one order,
 * and each step that fails is a {@link LicenseRefusal} with its own name: {@link #verified}, {@link #check}, {@link
 * #openManifest}, {@link #unwrap}. Immutable; the checks are pure.
 */
public final class LicenseDocument {
    public static final DocumentType TYPE = DocumentType.of("sealswarm/1/license", 256 * 1024);

    private final LicenseTerms terms;
    private final Sha256Hex termsHash;
    private final Wrapped wrap;
    private final Nonce nonce;
    private final Instant serverTime;
    private final Sha256Hex payloadHash;

    private LicenseDocument(
            LicenseTerms terms,
            Sha256Hex termsHash,
            Wrapped wrap,
            Nonce nonce,
            Instant serverTime,
            Sha256Hex payloadHash) {
        this.terms = terms;
        this.termsHash = termsHash;
        this.wrap = wrap;
        this.nonce = nonce;
        this.serverTime = serverTime;
        this.payloadHash = payloadHash;
    }

    /**
     * Issues a license: seals the keys to the device and to the exact terms, and signs. The keys stay the caller's.
     *
     * @param keys of exactly the tracks in the rights
     * @param nonce of the request
     */
    public static Envelope issue(
            LicenseTerms terms,
            List<TrackKey> keys,
            WrapPublicKey device,
            Nonce nonce,
            Instant serverTime,
            SigningKey documentsKey) {
        if (!keys.stream()
                .map(TrackKey::track)
                .sorted()
                .toList()
                .equals(terms.rights().tracks())) {
            throw new IllegalArgumentException("the keys are not those of the tracks in the rights");
        }
        byte[] termsBytes = terms.bytes();
        Wrapped wrapped;
        try (KeyBlock block = KeyBlock.ofTrackKeys(keys);
                SecretBytes plain = block.encode()) {
            wrapped = Hpke.seal(device, info(terms), Digests.sha256().digest(termsBytes), plain);
        }
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("typ", TYPE.typ())
                .put("terms", Base64Url.encode(termsBytes))
                .put("nonce", nonce.text())
                .put("serverTime", UtcTime.format(serverTime));
        wrapped.write(payload.putObject("wrap"));
        return Envelope.sign(TYPE, payload, documentsKey);
    }

    /**
     * The license in an envelope, believed: small enough, well-formed, signed by the pinned server, understood.
     *
     * @throws LicenseRefusal too-large, malformed, bad-signature, crit-unknown, unsupported-version or suite-unsupported
     */
    public static LicenseDocument verified(Envelope envelope, ServerKeys pinned) {
        try {
            Payload payload = envelope.verify(TYPE, pinned.trust(TYPE));
            JsonMembers members = payload.members();
            byte[] termsBytes = members.value("terms", Base64Url::decode);
            LicenseDocument document = new LicenseDocument(
                    LicenseTerms.read(termsBytes),
                    Sha256Hex.of(termsBytes),
                    Wrapped.read(members.object("wrap")),
                    members.value("nonce", Nonce::new),
                    members.value("serverTime", UtcTime::parse),
                    new Sha256Hex(payload.sha256()));
            if (!document.terms.iss().equals(pinned.iss())) {
                throw new FormatException(FormatProblem.BAD_SIGNATURE, "license of another server");
            }
            return document;
        } catch (FormatException e) {
            throw LicenseRefusal.of(e);
        }
    }

    /**
     * What the device knows when it opens a license.
     *
     * @param device its keys
     * @param revisionSeen the highest revision it had of this license, 0 for none
     * @param revocations what it knows to be revoked
     * @param time the trusted clock
     * @param playsStarted plays it started under this license
     */
    public record Opening(
            DeviceKeys device, long revisionSeen, RevocationList revocations, ClockReading time, long playsStarted) {}

    /** What is to be done now. */
    public enum Moment {
        /** A new play starts. */
        START,
        /** A running play goes on: the lease's grace counts. */
        RUNNING
    }

    /**
     * Whether the license may open {@code question} now: device, revision, revocation, clock, rights, lease, in this order.
     *
     * @throws LicenseRefusal bad-signature (another device), license-superseded, license-revoked, device-revoked,
     *     clock-rolled-back, a right's own refusal, or lease-expired
     */
    public void check(
            Opening opening,
            sealswarm.license.rights.Action action,
            sealswarm.format.key.TrackId track,
            Moment moment) {
        requireDevice(opening);
        requireNotRevoked(opening.revocations());
        Instant now = opening.time().now();
        if (opening.time().isRolledBack() && isTimeLimited()) {
            throw new LicenseRefusal(
                    ProblemType.CLOCK_ROLLED_BACK, "the clock stands behind a time that was certain; go online once");
        }
        long plays = moment == Moment.START ? opening.playsStarted() : Math.max(0, opening.playsStarted() - 1);
        RightsDecision decision =
                terms.rights().decide(new sealswarm.license.rights.Rights.Question(action, track, now, plays));
        if (decision instanceof RightsDecision.Denied denied) {
            throw LicenseRefusal.of(denied);
        }
        Instant leaseNow =
                moment == Moment.RUNNING ? now.minusSeconds(terms.lease().graceS()) : now;
        if (terms.lease().expiresAt().isOver(leaseNow)) {
            throw new LicenseRefusal(
                    ProblemType.LEASE_EXPIRED,
                    "the lease ended at " + terms.lease().expiresAt());
        }
    }

    private void requireDevice(Opening opening) {
        LicenseTerms.DeviceBinding device = terms.device();
        if (!device.id().equals(opening.device().deviceId())
                || !device.kemKid().equals(opening.device().kem().kid())
                || !device.sigKid().equals(opening.device().signing().kid())) {
            throw new LicenseRefusal(ProblemType.BAD_SIGNATURE, "the license is for another device");
        }
        if (terms.revision() < opening.revisionSeen()) {
            throw new LicenseRefusal(
                    ProblemType.LICENSE_SUPERSEDED,
                    "revision " + terms.revision() + " where " + opening.revisionSeen() + " was seen");
        }
    }

    private void requireNotRevoked(RevocationList revocations) {
        if (revocations.licenses().contains(terms.licenseId())) {
            throw new LicenseRefusal(ProblemType.LICENSE_REVOKED, "license " + terms.licenseId() + " is revoked");
        }
        if (revocations.devices().contains(terms.device().id())) {
            throw new LicenseRefusal(ProblemType.DEVICE_REVOKED, "this device is revoked");
        }
    }

    /** Whether anything in it depends on the time. */
    public boolean isTimeLimited() {
        return !terms.lease().expiresAt().isUnlimited() || !terms.rights().end().isUnlimited();
    }

    /**
     * The manifest that the license opens.
     *
     * @throws LicenseRefusal manifest-untrusted, revision-too-old, or malformed
     */
    public Manifest openManifest(Envelope envelope, RevocationList revocations) {
        Manifest manifest;
        try {
            manifest = Manifest.verified(envelope, terms.title().trust());
        } catch (FormatException e) {
            throw LicenseRefusal.of(e);
        }
        if (revocations.studioKids().contains(manifest.studio().kid())
                || revocations.packageIds().contains(new Sha256Hex(envelope.payloadSha256()))) {
            throw new LicenseRefusal(ProblemType.MANIFEST_UNTRUSTED, "the manifest or its key is revoked");
        }
        if (!manifest.titleId().equals(terms.title().id())) {
            throw new LicenseRefusal(
                    ProblemType.MANIFEST_UNTRUSTED,
                    "a manifest of " + manifest.titleId() + " under a license of "
                            + terms.title().id());
        }
        if (manifest.revision() < terms.title().minRevision()) {
            throw new LicenseRefusal(
                    ProblemType.REVISION_TOO_OLD,
                    "revision " + manifest.revision() + " where at least "
                            + terms.title().minRevision() + " is due");
        }
        return manifest;
    }

    /**
     * The decryptor of one track of a manifest that {@link #openManifest} gave; the caller closes it.
     *
     * @throws LicenseRefusal track-not-granted, wrap-invalid, key-version or key-commitment
     */
    public BlockDecryptor unwrap(DeviceKeys device, Manifest manifest, Track track) {
        if (!terms.rights().tracks().contains(track.id())) {
            throw new LicenseRefusal(ProblemType.TRACK_NOT_GRANTED, "track " + track.id() + " is not in the license");
        }
        try (SecretBytes plain = Hpke.open(device.kem(), info(terms), bytes(termsHash), wrap);
                KeyBlock block = KeyBlock.decode(plain)) {
            Optional<TrackKey> key = block.trackKey(manifest.titleId(), track.id(), manifest.keyId());
            if (key.isEmpty()) {
                throw new LicenseRefusal(
                        ProblemType.KEY_VERSION, "the license holds no key of title key " + manifest.keyId());
            }
            try (TrackKey found = key.get()) {
                return BlockDecryptor.open(track, found);
            }
        } catch (FormatException e) {
            throw e.problem() == FormatProblem.KEY_COMMITMENT
                    ? LicenseRefusal.of(e)
                    : new LicenseRefusal(ProblemType.WRAP_INVALID, "the wrapped keys cannot be opened");
        }
    }

    private static byte[] bytes(Sha256Hex hash) {
        return sealswarm.format.json.LowerHex.decode(hash.hex(), Sha256Hex.LENGTH_BYTES);
    }

    private static Info info(LicenseTerms terms) {
        return Info.of(
                        "sealswarm/1/lic",
                        terms.title().id().text(),
                        terms.licenseId().hex())
                .number(terms.revision())
                .text(terms.device().id().hex());
    }

    public LicenseTerms terms() {
        return terms;
    }

    /** SHA-256 of the exact terms bytes: what a later license names as superseded. */
    public Sha256Hex termsHash() {
        return termsHash;
    }

    /** SHA-256 of the exact payload: what receipts are anchored to. */
    public Sha256Hex payloadHash() {
        return payloadHash;
    }

    /** The nonce of the request it answers. */
    public Nonce nonce() {
        return nonce;
    }

    /** When it was made. */
    public Instant serverTime() {
        return serverTime;
    }

    /** Whether a renewal is due. */
    public boolean isRenewalDue(Instant now) {
        return terms.lease().renewAfter().isOver(now);
    }

    /** Whether the lease is one for playing with a connection. */
    public boolean isStream() {
        return terms.lease().use() == Use.STREAM;
    }
}
