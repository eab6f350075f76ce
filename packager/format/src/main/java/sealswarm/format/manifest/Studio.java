package sealswarm.format.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.key.Kid;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.VerifyKey;
import sealswarm.format.problem.FormatException;

/**
 * Who made a package.
 *
 * @param id the studio's name in the store
 * @param key its signing key; that it stands here makes a package checkable, not trusted
 */
public record Studio(StudioId id, VerifyKey key) {
    /** The id of the signing key. */
    public Kid kid() {
        return key.kid();
    }

    static Studio read(JsonMembers members) {
        Studio studio = new Studio(members.value("id", StudioId::new), members.value("pub", VerifyKey::new));
        if (!members.value("kid", Kid::new).equals(studio.kid())) {
            throw FormatException.malformed(members.at("kid") + ": not the id of the key beside it");
        }
        return studio;
    }

    void write(ObjectNode target) {
        target.put("id", id.text()).put("kid", kid().hex()).put("pub", key.text());
    }
}
