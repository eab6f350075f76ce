package sealswarm.license.server.keystore;

import java.util.Locale;
import java.util.Optional;
import sealswarm.license.key.KeyUse;

/** The one purpose of a secret of the server; each is 32 random bytes. */
public enum SecretUse {
    /** Signs licenses, statuses, revocations, certificates, heads and the key list (Ed25519 seed). */
    DOCUMENTS(Optional.of(KeyUse.DOCUMENTS)),
    /** Opens title keys (X-Wing seed). */
    SEAL(Optional.of(KeyUse.SEAL)),
    /** Signs ledger heads and statements (Ed25519 seed). */
    LEDGER(Optional.of(KeyUse.LEDGER)),
    /** Signs export manifests (Ed25519 seed). */
    EXPORT(Optional.of(KeyUse.EXPORT)),
    /** Root of all edge token keys. */
    EDGE_ROOT(Optional.empty()),
    /** HMAC key of pairwise pseudonyms in swarms. */
    PSEUDONYM(Optional.empty());

    private final Optional<KeyUse> published;

    SecretUse(Optional<KeyUse> published) {
        this.published = published;
    }

    /** The use under which its public half is listed; empty for secrets without one. */
    Optional<KeyUse> published() {
        return published;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
