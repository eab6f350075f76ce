package sealswarm.format.key;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The platform's digests, which every Java runtime has. */
public final class Digests {
    private Digests() {}

    /** A fresh SHA-256. */
    public static MessageDigest sha256() {
        return digest("SHA-256");
    }

    /** A fresh SHA-1, for BitTorrent v1 pieces only. */
    public static MessageDigest sha1() {
        return digest("SHA-1");
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks " + name, e);
        }
    }
}
