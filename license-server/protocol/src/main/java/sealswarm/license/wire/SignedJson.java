package sealswarm.license.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;

/** A signed document as a member of a message, not believed yet. Immutable. */
public final class SignedJson {
    private final ObjectNode tree;

    private SignedJson(ObjectNode tree) {
        this.tree = tree;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static SignedJson of(ObjectNode tree) {
        return new SignedJson(tree.deepCopy());
    }

    /** The envelope as a member. */
    public static SignedJson of(Envelope envelope) {
        return new SignedJson(envelope.tree());
    }

    /**
     * Reads the envelope of the expected type, without believing it.
     *
     * @throws sealswarm.format.problem.FormatException if it is malformed or too large
     */
    public Envelope envelope(DocumentType type) {
        return Envelope.read(tree, type);
    }

    @JsonValue
    ObjectNode tree() {
        return tree.deepCopy();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedJson that && tree.equals(that.tree);
    }

    @Override
    public int hashCode() {
        return tree.hashCode();
    }

    @Override
    public String toString() {
        return "SignedJson[" + tree.path("payload").asText().length() + " characters of payload]";
    }
}
