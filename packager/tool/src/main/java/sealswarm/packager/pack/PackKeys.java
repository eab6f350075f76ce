package sealswarm.packager.pack;

import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.wrap.WrapPublicKey;
import sealswarm.packager.keys.StudioKeystore;

/**
 * The keys of one run, all the caller's to close.
 *
 * @param studio signing and escrow key
 * @param server the license server's sealing key
 * @param titleKey a given title key; without it that of the previous revision, or a random one
 * @param saltSeed what salts follow from; without it they are random
 * @param random for keys and salts
 */
public record PackKeys(
        StudioKeystore studio,
        WrapPublicKey server,
        Optional<SecretBytes> titleKey,
        Optional<SecretBytes> saltSeed,
        SecureRandom random) {
    Map<SealedKeys.Recipient, WrapPublicKey> recipients() {
        Map<SealedKeys.Recipient, WrapPublicKey> recipients = new EnumMap<>(SealedKeys.Recipient.class);
        recipients.put(SealedKeys.Recipient.LICENSE_SERVER, server);
        recipients.put(SealedKeys.Recipient.ESCROW, studio.escrow().publicKey());
        return recipients;
    }
}
