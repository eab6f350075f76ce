package sealswarm.license.server.keystore;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sealswarm.format.key.Info;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;
import sealswarm.overlay.token.Pseudonym;

/** HMAC-SHA256 of (account, title, track) under a key of its own, cut to 16 bytes. */
final class Pseudonyms {
    private static final String ALGORITHM = "HmacSHA256";

    private Pseudonyms() {}

    static Pseudonym of(SecretBytes key, String subject, TitleId title, TrackId track) {
        byte[] info = Info.of("sealswarm/1/pseudonym", subject, title.text(), track.text())
                .bytes();
        return key.lend(InsecureSecretAccess.get(), raw -> {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(raw, ALGORITHM));
                return Pseudonym.of(Arrays.copyOf(mac.doFinal(info), Pseudonym.SIZE_BYTES));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("every JDK has HmacSHA256", impossible);
            }
        });
    }
}
