package sealswarm.format.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sealswarm.format.json.Base64Url;
import sealswarm.format.json.CanonicalJson;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.LowerHex;
import sealswarm.format.json.StrictJson;
import sealswarm.format.key.Digests;
import sealswarm.format.key.Ed25519Signature;
import sealswarm.format.key.Kid;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.VerifyKey;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;

/**
 * A signed document: {@code {"payload": base64url, "sigs": [{"kid","alg":"EdDSA","value"}]}}. The signatures cover the exact payload
 * bytes; nothing is ever canonicalised again before a check.
 */
public final class Envelope {
    /** Signatures of one envelope. */
    public static final int MAX_SIGNATURES = 4;

    private static final String ALG = "EdDSA";

    private final byte[] payload;
    private final List<Signed> signatures;

    private Envelope(byte[] payload, List<Signed> signatures) {
        this.payload = payload;
        this.signatures = List.copyOf(signatures);
    }

    private record Signed(String kid, String alg, String value) {}

    /** Signs the canonical bytes of {@code document}, whose {@code typ} must be that of {@code type}. */
    public static Envelope sign(DocumentType type, ObjectNode document, SigningKey... keys) {
        if (!type.typ().equals(document.path("typ").textValue())) {
            throw new IllegalArgumentException("document is not of typ " + type.typ());
        }
        byte[] payload = CanonicalJson.bytes(document);
        if (payload.length > type.maxPayloadBytes()) {
            throw tooLarge(type, payload.length);
        }
        if (keys.length < 1 || keys.length > MAX_SIGNATURES) {
            throw new IllegalArgumentException("1.." + MAX_SIGNATURES + " signatures are due, not " + keys.length);
        }
        List<Signed> signatures = new ArrayList<>();
        for (SigningKey key : keys) {
            signatures.add(new Signed(key.kid().hex(), ALG, key.sign(payload).text()));
        }
        return new Envelope(payload, signatures);
    }

    /**
     * Reads an envelope without believing it.
     *
     * @throws FormatException {@link FormatProblem#TOO_LARGE} or {@link FormatProblem#MALFORMED}
     */
    public static Envelope parse(byte[] json, DocumentType type) {
        return read(StrictJson.parseObject(json, type.maxEnvelopeBytes()), type);
    }

    /** As {@link #parse} for an envelope that is a member of another document. */
    public static Envelope read(ObjectNode tree, DocumentType type) {
        JsonMembers members = JsonMembers.of(tree, "");
        byte[] payload = members.value("payload", Base64Url::decode);
        if (payload.length > type.maxPayloadBytes()) {
            throw tooLarge(type, payload.length);
        }
        List<Signed> signatures = new ArrayList<>();
        Set<String> kids = new HashSet<>();
        for (JsonMembers sig : members.objects("sigs", 1, MAX_SIGNATURES)) {
            Signed signed = new Signed(sig.value("kid", Kid::new).hex(), sig.text("alg"), sig.text("value"));
            if (!kids.add(signed.kid())) {
                throw FormatException.malformed(sig.at("kid") + ": a second signature of one key");
            }
            signatures.add(signed);
        }
        return new Envelope(payload, signatures);
    }

    /**
     * The payload, if it is of {@code type}, understood, and one of its signatures is valid and of a key trusted for this type.
     *
     * @throws FormatException {@link FormatProblem#MALFORMED} for another {@code typ}, {@link FormatProblem#CRIT_UNKNOWN}, or
     *     {@link FormatProblem#BAD_SIGNATURE}
     */
    public Payload verify(DocumentType type, KeyTrust trust) {
        ObjectNode tree = unverifiedTree(type);
        for (Signed signed : signatures) {
            Kid kid = new Kid(signed.kid());
            Optional<VerifyKey> key = trust.find(type.typ(), kid);
            if (key.isPresent() && key.get().kid().equals(kid) && valid(key.get(), signed)) {
                refuseUnknownCrit(type, tree);
                return new Payload(payload, tree, kid);
            }
        }
        throw new FormatException(FormatProblem.BAD_SIGNATURE, "no valid signature of a key trusted for " + type.typ());
    }

    /** The payload's tree before any signature check, to find out which key to ask for; nothing in it may be acted upon. */
    public ObjectNode unverifiedTree(DocumentType type) {
        ObjectNode tree = StrictJson.parseObject(payload, type.maxPayloadBytes());
        String typ = JsonMembers.of(tree, "").text("typ");
        if (!typ.equals(type.typ())) {
            throw FormatException.malformed("typ: a document of " + type.typ() + " is due");
        }
        return tree;
    }

    /** The exact payload bytes, unverified. */
    public byte[] unverifiedPayload() {
        return payload.clone();
    }

    /** SHA-256 of the payload bytes in lower-case hex. Signatures are never part of an identity. */
    public String payloadSha256() {
        return LowerHex.encode(Digests.sha256().digest(payload));
    }

    /** The envelope as a tree, to be a member of another document. */
    public ObjectNode tree() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("payload", Base64Url.encode(payload));
        ArrayNode sigs = tree.putArray("sigs");
        for (Signed signed : signatures) {
            sigs.addObject().put("kid", signed.kid()).put("alg", signed.alg()).put("value", signed.value());
        }
        return tree;
    }

    /** The envelope as canonical JSON. */
    public byte[] bytes() {
        return CanonicalJson.bytes(tree());
    }

    private boolean valid(VerifyKey key, Signed signed) {
        try {
            return signed.alg().equals(ALG) && key.verifies(payload, new Ed25519Signature(signed.value()));
        } catch (FormatException e) {
            return false;
        }
    }

    private static void refuseUnknownCrit(DocumentType type, ObjectNode tree) {
        JsonNode crit = tree.path("crit");
        if (crit.isMissingNode()) {
            return;
        }
        for (String name : JsonMembers.of(tree, "").texts("crit", 0, 64)) {
            if (!type.understood().contains(name)) {
                throw new FormatException(FormatProblem.CRIT_UNKNOWN, "critical extension not understood: " + name);
            }
        }
    }

    private static FormatException tooLarge(DocumentType type, int length) {
        return new FormatException(
                FormatProblem.TOO_LARGE,
                type.typ() + " of " + length + " bytes, at most " + type.maxPayloadBytes() + " allowed");
    }
}
