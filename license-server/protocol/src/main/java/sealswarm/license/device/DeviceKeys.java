package sealswarm.license.device;

import java.security.SecureRandom;
import sealswarm.format.key.SigningKey;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.wrap.HpkeSuite;
import sealswarm.format.wrap.WrapKeyPair;

/** A device's two key pairs: one opens licenses, one signs. Neither is ever a peer key. Closed by who made it. */
public final class DeviceKeys implements AutoCloseable {
    private final WrapKeyPair kem;
    private final SigningKey signing;

    private DeviceKeys(WrapKeyPair kem, SigningKey signing) {
        this.kem = kem;
        this.signing = signing;
    }

    /** Fresh keys of the default suite. */
    public static DeviceKeys random(SecureRandom random) {
        return new DeviceKeys(WrapKeyPair.random(HpkeSuite.X_WING, random), SigningKey.random(random));
    }

    /** The keys of these 32-byte seeds, which are this object's from now on. */
    public static DeviceKeys ofSeeds(HpkeSuite suite, SecretBytes kemSeed, SecretBytes signingSeed) {
        return new DeviceKeys(WrapKeyPair.of(suite, kemSeed), SigningKey.ofSeed(signingSeed));
    }

    public WrapKeyPair kem() {
        return kem;
    }

    public SigningKey signing() {
        return signing;
    }

    public DeviceId deviceId() {
        return DeviceId.of(kem.publicKey(), signing.verifyKey());
    }

    @Override
    public void close() {
        kem.close();
        signing.close();
    }

    @Override
    public String toString() {
        return "DeviceKeys[" + deviceId() + ", redacted]";
    }
}
