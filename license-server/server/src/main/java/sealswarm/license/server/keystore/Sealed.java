package sealswarm.license.server.keystore;

import io.vertx.core.buffer.Buffer;

/**
 * A secret as the database holds it.
 *
 * @param kekId which key-encryption key opens it
 * @param bytes 12-byte nonce, AES-256-GCM ciphertext, 16-byte tag
 */
public record Sealed(KekId kekId, Buffer bytes) {
    @Override
    public String toString() {
        return "Sealed[" + kekId + ", " + bytes.length() + " bytes]";
    }
}
