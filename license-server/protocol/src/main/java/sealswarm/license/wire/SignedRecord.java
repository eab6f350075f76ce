package sealswarm.license.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.envelope.Payload;
import sealswarm.format.key.SigningKey;

/** Signed documents whose payload is a record: {@code typ} and the record's components. */
public final class SignedRecord {
    private static final String TYP = "typ";

    private SignedRecord() {}

    /** Signs {@code document} as a document of {@code type}. */
    public static Envelope sign(DocumentType type, Record document, SigningKey... keys) {
        return Envelope.sign(type, tree(type, document), keys);
    }

    /** The payload's tree: {@code typ} and the record's members. */
    public static ObjectNode tree(DocumentType type, Record document) {
        ObjectNode tree = (ObjectNode) WireJson.tree(document);
        return tree.put(TYP, type.typ());
    }

    /**
     * The record of a verified payload; members of later versions are skipped.
     *
     * @throws sealswarm.format.problem.FormatException malformed, naming the member
     */
    public static <T extends Record> T read(Payload payload, Class<T> type) {
        ObjectNode tree = payload.tree();
        tree.remove(TYP);
        return WireJson.readOpenTree(tree, type);
    }

    /** As {@link #read(Payload, Class)} for a request: an unknown member refuses it. */
    public static <T extends Record> T readRequest(Payload payload, Class<T> type) {
        ObjectNode tree = payload.tree();
        tree.remove(TYP);
        return WireJson.readTree(tree, type);
    }
}
