package sealswarm.format.envelope;

import com.fasterxml.jackson.databind.node.ObjectNode;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.LowerHex;
import sealswarm.format.key.Digests;
import sealswarm.format.key.Kid;

/**
 * A payload one of whose signatures was found valid. Only {@link Envelope#verify} makes one.
 */
public final class Payload {
    private final byte[] bytes;
    private final ObjectNode tree;
    private final Kid signer;

    Payload(byte[] bytes, ObjectNode tree, Kid signer) {
        this.bytes = bytes;
        this.tree = tree;
        this.signer = signer;
    }

    /** The exact signed bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The members; {@code typ} and {@code crit} are checked already. */
    public JsonMembers members() {
        return JsonMembers.of(tree, "");
    }

    /** A copy of the tree. */
    public ObjectNode tree() {
        return tree.deepCopy();
    }

    /** The trusted key whose signature was valid. */
    public Kid signer() {
        return signer;
    }

    /** SHA-256 of the exact bytes in lower-case hex: the document's identity (a manifest's packageId). */
    public String sha256() {
        return LowerHex.encode(Digests.sha256().digest(bytes));
    }
}
