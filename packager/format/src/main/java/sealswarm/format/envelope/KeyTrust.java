package sealswarm.format.envelope;

import java.util.List;
import java.util.Optional;
import sealswarm.format.key.Kid;
import sealswarm.format.key.VerifyKey;

/** Which keys may sign which documents. The algorithm follows from the key, never from the document. */
@FunctionalInterface
public interface KeyTrust {
    /** The key of {@code kid} if it is trusted for documents of {@code typ}. */
    Optional<VerifyKey> find(String typ, Kid kid);

    /** Trusts exactly {@code keys}, for documents of {@code typ} only; kids are computed from the keys. */
    static KeyTrust of(String typ, List<VerifyKey> keys) {
        List<VerifyKey> trusted = List.copyOf(keys);
        return (asked, kid) -> asked.equals(typ)
                ? trusted.stream().filter(key -> key.kid().equals(kid)).findFirst()
                : Optional.empty();
    }

    /** As {@link #of(String, List)} for one key. */
    static KeyTrust of(String typ, VerifyKey key) {
        return of(typ, List.of(key));
    }
}
