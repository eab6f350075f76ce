package sealswarm.license.key;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.envelope.Payload;
import sealswarm.format.json.Base64Url;
import sealswarm.format.key.Kid;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.VerifyKey;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.wrap.WrapPublicKey;
import sealswarm.license.wire.SignedRecord;

/**
 * The license server's keys and the addresses of the shop: the answer of {@code GET /v1/keys}. Pinned at the first sign-in; later
 * versions must be signed by a documents key of the pinned one, and a key that is left out is dead.
 *
 * @param version rises with every change, from 1
 * @param iss the license server's own name in documents, an absolute URI
 * @param keys 1 to 32, each use at least once but EXPORT and LEDGER
 * @param issuer the OpenID Connect issuer
 * @param storefront where people buy
 * @param edges addresses of the edges
 */
public record ServerKeys(int version, String iss, List<ServerKey> keys, URI issuer, URI storefront, List<URI> edges) {
    public static final DocumentType TYPE = DocumentType.of("sealswarm/1/server-keys", 128 * 1024);

    /** Most keys of one version. */
    public static final int MAX_KEYS = 32;

    public ServerKeys {
        keys = List.copyOf(keys);
        edges = List.copyOf(edges);
        if (version < 1 || keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("version must be from 1, keys at most " + MAX_KEYS);
        }
        if (keys.stream().noneMatch(key -> key.use() == KeyUse.DOCUMENTS)) {
            throw new IllegalArgumentException("no key of use documents");
        }
    }

    /** Signs this version; at a change also with the old documents key. */
    public Envelope sign(SigningKey... keysOfDocuments) {
        return SignedRecord.sign(TYPE, this, keysOfDocuments);
    }

    /**
     * The keys of an answer that nobody vouches for yet, at the first sign-in: it must be signed by one of its own documents keys,
     * and the person compares {@link #fingerprint()}.
     *
     * @throws FormatException bad-signature or malformed
     */
    public static ServerKeys firstSeen(Envelope envelope) {
        List<VerifyKey> candidates = Stream.of(envelope.unverifiedTree(TYPE).path("keys"))
                .flatMap(array -> java.util.stream.StreamSupport.stream(array.spliterator(), false))
                .filter(key -> key.path("use").asText().equals(KeyUse.DOCUMENTS.text()))
                .limit(MAX_KEYS)
                .map(key -> VerifyKey.of(Base64Url.decode(key.path("pub").asText())))
                .toList();
        return read(envelope.verify(TYPE, KeyTrust.of(TYPE.typ(), candidates)));
    }

    /**
     * A later version, believed because this one's documents key signed it.
     *
     * @throws FormatException bad-signature if no key of this version signed it or it is older
     */
    public ServerKeys next(Envelope envelope) {
        ServerKeys next = read(envelope.verify(TYPE, trust(TYPE)));
        if (next.version < version || !next.iss.equals(iss)) {
            throw new FormatException(FormatProblem.BAD_SIGNATURE, "an older key list, or of another server");
        }
        return next;
    }

    private static ServerKeys read(Payload payload) {
        return SignedRecord.read(payload, ServerKeys.class);
    }

    /** Which keys may sign documents of {@code type}, by the use that the type needs. */
    public KeyTrust trust(DocumentType type) {
        KeyUse use =
                switch (type.typ()) {
                    case "sealswarm/1/ledger-head", "sealswarm/1/statement" -> KeyUse.LEDGER;
                    case "sealswarm/1/export" -> KeyUse.EXPORT;
                    default -> KeyUse.DOCUMENTS;
                };
        return KeyTrust.of(
                type.typ(),
                keys.stream()
                        .filter(key -> key.use() == use)
                        .map(ServerKey::verifyKey)
                        .toList());
    }

    /** The newest key that title keys are sealed to. */
    public WrapPublicKey sealingKey() {
        return keys.stream()
                .filter(key -> key.use() == KeyUse.SEAL)
                .reduce((first, second) -> second)
                .map(ServerKey::wrapKey)
                .orElseThrow(() ->
                        new FormatException(FormatProblem.UNSUPPORTED_VERSION, "the server names no sealing key"));
    }

    /** What a person compares at the first sign-in: the documents keys' kids in groups of four. */
    public String fingerprint() {
        return keys.stream()
                .filter(key -> key.use() == KeyUse.DOCUMENTS)
                .map(ServerKey::kid)
                .map(Kid::hex)
                .map(hex -> hex.replaceAll("(.{4})(?!$)", "$1-"))
                .collect(Collectors.joining(" "));
    }
}
