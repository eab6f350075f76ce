package sealswarm.player.login;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import sealswarm.format.disk.PrivateFile;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.json.Base64Url;
import sealswarm.format.problem.FormatException;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.wrap.HpkeSuite;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.device.DeviceCertificate;
import sealswarm.license.device.DeviceEnrolment;
import sealswarm.license.device.DeviceKeys;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.wire.Nonce;
import sealswarm.license.wire.WireJson;
import sealswarm.player.cache.PlayerHome;

/** The device's keys in its home, made at the first sign-in, and its certificate. Blocking. */
public final class DeviceStore {
    private static final int MAX_BYTES = 64 * 1024;

    /** The seeds as they are kept; base64url of 32 bytes each. Never printed. */
    private record Seeds(String suite, String kem, String signing) {
        @Override
        public String toString() {
            return "Seeds[redacted]";
        }
    }

    private final PlayerHome home;
    private final SecureRandom random;

    public DeviceStore(PlayerHome home, SecureRandom random) {
        this.home = home;
        this.random = random;
    }

    /**
     * The device's keys, made if there are none; the caller closes them.
     *
     * @throws FormatException malformed if the file is damaged
     */
    public DeviceKeys keys() throws IOException {
        PrivateFile file = home.deviceKeys();
        Optional<byte[]> kept = file.read();
        if (kept.isPresent()) {
            Seeds seeds = WireJson.readAnswer(kept.get(), Seeds.class, MAX_BYTES);
            return DeviceKeys.ofSeeds(HpkeSuite.of(seeds.suite()), secret(seeds.kem()), secret(seeds.signing()));
        }
        DeviceKeys keys = DeviceKeys.random(random);
        file.write(WireJson.write(new Seeds(
                keys.kem().suite().id(),
                text(keys.kem().privateKey()),
                text(keys.signing().seed()))));
        return keys;
    }

    private static SecretBytes secret(String text) {
        return SecretBytes.take(Base64Url.decode(text), InsecureSecretAccess.get());
    }

    private static String text(SecretBytes secret) {
        return secret.lend(InsecureSecretAccess.get(), Base64Url::encode);
    }

    /** The server's certificate of the device, if it was enrolled. */
    public Optional<DeviceCertificate> certificate(ServerKeys pinned) throws IOException {
        return home.deviceCertificate()
                .read()
                .map(bytes -> DeviceCertificate.read(Envelope.parse(bytes, DeviceCertificate.TYPE), pinned));
    }

    /** Enrols the device; enrolling it again is the same device. */
    public DeviceCertificate enrol(
            LicenseApi api, ServerKeys pinned, DeviceKeys keys, String account, String name, Instant now)
            throws IOException, InterruptedException {
        String platform = System.getProperty("os.name", "unknown") + " " + System.getProperty("os.arch", "unknown");
        Envelope enrolment =
                DeviceEnrolment.sign(keys, pinned.iss(), account, name, platform, Nonce.random(random), now);
        Envelope answer = api.enrol(enrolment);
        DeviceCertificate certificate = DeviceCertificate.read(answer, pinned);
        if (!certificate.deviceId().equals(keys.deviceId())) {
            throw new IOException("the server's certificate is for another device");
        }
        home.deviceCertificate().write(answer.bytes());
        return certificate;
    }
}
