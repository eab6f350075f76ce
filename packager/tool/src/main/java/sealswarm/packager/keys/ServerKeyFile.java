package sealswarm.packager.keys;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import sealswarm.console.exit.Refusal;
import sealswarm.format.json.CanonicalJson;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.StrictJson;
import sealswarm.format.key.Kid;
import sealswarm.format.problem.FormatException;
import sealswarm.format.wrap.HpkeSuite;
import sealswarm.format.wrap.WrapPublicKey;

/** The file that holds a license server's sealing key, {@code {"suite", "kid", "pub"}}, so that packing works offline. */
public final class ServerKeyFile {
    private static final int MAX_BYTES = 16 * 1024;

    private ServerKeyFile() {}

    /**
     * The key in {@code file}.
     *
     * @throws Refusal exit 2 if it is no such file, exit 5 if its kid is not its key's
     */
    public static WrapPublicKey read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        try {
            JsonMembers members = JsonMembers.of(StrictJson.parseObject(bytes, MAX_BYTES), "");
            HpkeSuite suite = HpkeSuite.of(members.text("suite"));
            WrapPublicKey key = new WrapPublicKey(suite, members.text("pub"));
            if (!members.value("kid", Kid::new).equals(key.kid())) {
                throw Refusal.integrity("key-mismatch", file + ": kid is not that of the key", "fetch the file again");
            }
            return key;
        } catch (FormatException e) {
            throw Refusal.usage("server-key", file + ": " + e.getMessage(), "get it with sealswarm login --role studio")
                    .causedBy(e);
        }
    }

    /** The bytes of such a file. */
    public static byte[] bytes(WrapPublicKey key) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("suite", key.suite().id()).put("kid", key.kid().hex()).put("pub", key.text());
        return CanonicalJson.bytes(tree);
    }
}
