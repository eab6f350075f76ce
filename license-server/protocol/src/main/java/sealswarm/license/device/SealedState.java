package sealswarm.license.device;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sealswarm.format.key.Hkdf;
import sealswarm.format.key.Info;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;

/**
 * Seals what a device keeps for itself (first plays, plays used, clock mark, log head): AES-256-GCM under a key of the device's KEM
 * seed. Layout: 12 random bytes, ciphertext, tag. It stops reading and editing, not putting an old file back.
 */
public final class SealedState {
    /** Longest state, in bytes of plaintext. */
    public static final int MAX_BYTES = 8 << 20;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final String AES_GCM = "AES/GCM/NoPadding";

    private SealedState() {}

    public static byte[] seal(DeviceKeys keys, byte[] state, SecureRandom random) {
        if (state.length > MAX_BYTES) {
            throw new IllegalArgumentException("state of " + state.length + " bytes");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys, nonce).doFinal(state);
            byte[] out = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, out, NONCE_BYTES, sealed.length);
            return out;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks AES-256-GCM", e);
        }
    }

    /**
     * The state.
     *
     * @throws FormatException malformed if it was altered or belongs to another device
     */
    public static byte[] open(DeviceKeys keys, byte[] sealed) {
        if (sealed.length < NONCE_BYTES + TAG_BYTES || sealed.length > NONCE_BYTES + TAG_BYTES + MAX_BYTES) {
            throw altered();
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, keys, nonce).doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw altered();
        }
    }

    private static Cipher cipher(int mode, DeviceKeys keys, byte[] nonce) throws GeneralSecurityException {
        Info info = Info.of("sealswarm/1/device-state", keys.deviceId().hex());
        Cipher cipher = Cipher.getInstance(AES_GCM);
        try (SecretBytes key = Hkdf.derive(keys.kem().privateKey(), new byte[0], info, KEY_BYTES)) {
            SecretKeySpec spec = key.lend(InsecureSecretAccess.get(), bytes -> new SecretKeySpec(bytes, "AES"));
            cipher.init(mode, spec, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        }
        return cipher;
    }

    private static FormatException altered() {
        return new FormatException(FormatProblem.MALFORMED, "device state was altered, or is another device's");
    }
}
