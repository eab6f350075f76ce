package sealswarm.ledger.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import sealswarm.format.json.CanonicalJson;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.StrictJson;

/**
 * What an entry records beside its postings (order lines, cut, contract versions), as canonical JSON text, so that a dumped journal
 * explains itself without another collection. Which members a kind has: docs/spec/journal-v1.md, section 6.
 *
 * @param json RFC 8785 text of an object
 */
public record Facts(String json) {
    /** Largest facts of one entry. */
    public static final int MAX_BYTES = 2 * 1024 * 1024;

    private static final Facts NONE = new Facts("{}");

    /** Brings the text into canonical form; refuses what is not an object of the strict profile. */
    public Facts {
        json = CanonicalJson.text(StrictJson.parseObject(json.getBytes(StandardCharsets.UTF_8), MAX_BYTES));
    }

    /** No facts. */
    public static Facts none() {
        return NONE;
    }

    /** The facts of a tree. */
    public static Facts of(ObjectNode tree) {
        return new Facts(CanonicalJson.text(tree));
    }

    /** A fresh object to fill. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A tree of its own for the caller. */
    public ObjectNode tree() {
        return StrictJson.parseObject(json.getBytes(StandardCharsets.UTF_8), MAX_BYTES);
    }

    /** Typed access to the members. */
    public JsonMembers members() {
        return JsonMembers.of(tree(), "facts");
    }

    /** The hash of these facts: what idempotency compares. */
    public Sha256 hash() {
        return Sha256.of(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of any tree in canonical form. */
    public static Sha256 hashOf(JsonNode tree) {
        return Sha256.of(CanonicalJson.bytes(tree));
    }
}
