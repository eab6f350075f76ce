package sealswarm.license;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackKey;
import sealswarm.format.key.VerifyKey;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.format.wrap.HpkeSuite;
import sealswarm.format.wrap.WrapKeyPair;
import sealswarm.license.device.DeviceKeys;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.key.KeyUse;
import sealswarm.license.key.ServerKey;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.message.Grants.GrantKind;
import sealswarm.license.rights.Rights;
import sealswarm.license.rights.SampleRights;
import sealswarm.license.rights.Until;
import sealswarm.license.wire.Nonce;

/** A license server with keys, a device, and licenses as tests need them. Times are in 2031. */
public final class SampleLicense implements AutoCloseable {
    public static final String ISS = "http://127.0.0.1:8081";
    public static final Instant NOW = SampleRights.START.plusSeconds(86_400);
    public static final String GRANT = "g-00112233445566778899aabbccddeeff";

    private final SecureRandom random = new SecureRandom();
    public final SigningKey documents = SigningKey.ofSeed(SamplePackage.fixed(40));
    public final WrapKeyPair sealing = WrapKeyPair.of(HpkeSuite.X_WING, SamplePackage.fixed(41));
    public final DeviceKeys device =
            DeviceKeys.ofSeeds(HpkeSuite.X_WING, SamplePackage.fixed(42), SamplePackage.fixed(43));

    /** The server's keys of version 1. */
    public ServerKeys serverKeys() {
        return new ServerKeys(
                1,
                ISS,
                List.of(ServerKey.of(KeyUse.DOCUMENTS, documents.verifyKey()), ServerKey.sealing(sealing.publicKey())),
                URI.create("http://127.0.0.1:8180/realms/sealswarm"),
                URI.create("http://127.0.0.1:8080"),
                List.of(URI.create("http://127.0.0.1:8082")));
    }

    public Nonce nonce() {
        return Nonce.random(random);
    }

    /** Terms of revision 1 for {@code title}, trusting {@code studio}, lease until {@code leaseEnd}. */
    public LicenseTerms terms(TitleId title, VerifyKey studio, Rights rights, Until leaseEnd) {
        return new LicenseTerms(
                LicenseId.of(GRANT, device.deviceId(), 1),
                1,
                "none",
                ISS,
                NOW,
                "b-1f2e3d",
                new LicenseTerms.DeviceBinding(
                        device.deviceId(), device.kem().kid(), device.signing().kid()),
                new LicenseTerms.GrantBinding(GRANT, GrantKind.OWN, "offer-1", "order-1", "DE"),
                new LicenseTerms.TitleBinding(title, 1, List.of(LicenseTerms.StudioKeyBinding.of(studio))),
                rights,
                new LicenseTerms.Lease(Use.STREAM, leaseEnd, Until.of(NOW.plusSeconds(450)), 60),
                0,
                new LicenseTerms.Links(ISS + "/s", ISS + "/r", ISS + "/x", ISS + "/help"));
    }

    /** A license with the keys of the tracks in the terms' rights, out of {@code titleKey}. */
    public Envelope issue(LicenseTerms terms, TitleKey titleKey) {
        List<TrackKey> keys = new ArrayList<>();
        try {
            for (TrackId track : terms.rights().tracks()) {
                keys.add(titleKey.trackKey(track));
            }
            return LicenseDocument.issue(terms, keys, device.kem().publicKey(), nonce(), NOW, documents);
        } finally {
            keys.forEach(TrackKey::close);
        }
    }

    @Override
    public void close() {
        documents.close();
        sealing.close();
        device.close();
    }
}
