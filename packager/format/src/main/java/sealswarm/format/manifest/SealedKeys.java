package sealswarm.format.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.envelope.Payload;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.key.ContentKey;
import sealswarm.format.key.Digests;
import sealswarm.format.key.Info;
import sealswarm.format.key.KeyId;
import sealswarm.format.key.Kid;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackKey;
import sealswarm.format.key.TrackSalt;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.wrap.Hpke;
import sealswarm.format.wrap.KeyBlock;
import sealswarm.format.wrap.WrapKeyPair;
import sealswarm.format.wrap.WrapPublicKey;
import sealswarm.format.wrap.Wrapped;

/**
 * The file {@code keys.hpke}: the title key sealed to the license server and, if wanted, to the studio's own escrow key. Each seal is
 * bound to studio key, title, title key and the salts of all tracks, so that no other studio can register a copy.
 */
public final class SealedKeys {
    public static final DocumentType TYPE = DocumentType.of("sealswarm/1/keys", 64 * 1024);

    /** Who can open a seal. */
    public enum Recipient {
        LICENSE_SERVER("license-server"),
        ESCROW("escrow");

        private final String role;

        Recipient(String role) {
            this.role = role;
        }

        public String role() {
            return role;
        }

        static Recipient of(String role) {
            for (Recipient recipient : values()) {
                if (recipient.role.equals(role)) {
                    return recipient;
                }
            }
            throw FormatException.malformed("not a recipient (license-server, escrow)");
        }
    }

    private final TitleId titleId;
    private final KeyId keyId;
    private final Kid studioKid;
    private final Map<Recipient, Wrapped> wraps;

    private SealedKeys(TitleId titleId, KeyId keyId, Kid studioKid, Map<Recipient, Wrapped> wraps) {
        this.titleId = titleId;
        this.keyId = keyId;
        this.studioKid = studioKid;
        this.wraps = Map.copyOf(wraps);
    }

    /** Seals {@code key} to each recipient and signs the document with the studio's key. The license server must be among them. */
    public static Envelope seal(
            TitleKey key,
            SortedMap<TrackId, TrackSalt> salts,
            SigningKey studio,
            Map<Recipient, WrapPublicKey> recipients) {
        if (!recipients.containsKey(Recipient.LICENSE_SERVER)) {
            throw new IllegalArgumentException("the license server's key is due");
        }
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("typ", TYPE.typ())
                .put("titleId", key.title().text())
                .put("keyId", key.keyId().hex());
        ArrayNode array = tree.putArray("recipients");
        try (KeyBlock block = KeyBlock.ofTitleKey(key);
                SecretBytes plain = block.encode()) {
            for (Recipient recipient : Recipient.values()) {
                WrapPublicKey publicKey = recipients.get(recipient);
                if (publicKey != null) {
                    Info info = info(studio.kid(), key.title(), key.keyId(), recipient);
                    Wrapped wrapped = Hpke.seal(publicKey, info, saltsHash(salts), plain);
                    wrapped.write(array.addObject().put("role", recipient.role()));
                }
            }
        }
        return Envelope.sign(TYPE, tree, studio);
    }

    /**
     * The document in {@code envelope}, signed by a key of {@code trust}.
     *
     * @throws FormatException as the signature or the reading refuses
     */
    public static SealedKeys verified(Envelope envelope, KeyTrust trust) {
        Payload payload = envelope.verify(TYPE, trust);
        JsonMembers members = payload.members();
        EnumMap<Recipient, Wrapped> wraps = new EnumMap<>(Recipient.class);
        for (JsonMembers element : members.objects("recipients", 1, Recipient.values().length)) {
            if (wraps.put(element.value("role", Recipient::of), Wrapped.read(element)) != null) {
                throw FormatException.malformed(element.at("role") + ": twice");
            }
        }
        if (!wraps.containsKey(Recipient.LICENSE_SERVER)) {
            throw FormatException.malformed("recipients: the license server is missing");
        }
        return new SealedKeys(
                members.value("titleId", TitleId::new), members.value("keyId", KeyId::new), payload.signer(), wraps);
    }

    public TitleId titleId() {
        return titleId;
    }

    public KeyId keyId() {
        return keyId;
    }

    /** The key that can open the file as {@code recipient}, if there is such a recipient. */
    public Optional<Kid> kid(Recipient recipient) {
        return Optional.ofNullable(wraps.get(recipient)).map(Wrapped::kid);
    }

    /**
     * Opens the title key and checks it against {@code manifest}: same title, same signer, key id and every track's commitment. The caller
     * closes the key.
     *
     * @throws FormatException {@link FormatProblem#WRAP_INVALID} if it does not open, {@link FormatProblem#KEY_MISMATCH} if it is not the
     *     manifest's
     */
    public TitleKey open(Recipient recipient, WrapKeyPair pair, Manifest manifest) {
        if (!manifest.titleId().equals(titleId)
                || !manifest.keyId().equals(keyId)
                || !manifest.studio().kid().equals(studioKid)) {
            throw mismatch("not of the manifest's title, title key and studio");
        }
        TreeMap<TrackId, TrackSalt> salts = new TreeMap<>();
        manifest.tracks().forEach(track -> salts.put(track.id(), track.salt()));
        TitleKey key = open(recipient, pair, salts);
        List<TrackId> wrong = new ArrayList<>();
        for (Track track : manifest.tracks()) {
            try (TrackKey trackKey = key.trackKey(track.id());
                    ContentKey contentKey = trackKey.contentKey(track.salt())) {
                if (!contentKey.commitment().equals(track.commitment())) {
                    wrong.add(track.id());
                }
            }
        }
        if (!wrong.isEmpty()) {
            key.close();
            throw mismatch("the key is not the one of tracks " + wrong);
        }
        return key;
    }

    /**
     * Opens the title key by the salts of its tracks alone, when there is no manifest yet. The caller closes the key.
     *
     * @throws FormatException {@link FormatProblem#WRAP_INVALID}, or {@link FormatProblem#KEY_MISMATCH} if the key has another id
     */
    public TitleKey open(Recipient recipient, WrapKeyPair pair, SortedMap<TrackId, TrackSalt> salts) {
        Wrapped wrapped = wraps.get(recipient);
        if (wrapped == null) {
            throw new FormatException(FormatProblem.WRAP_INVALID, "keys.hpke has no recipient " + recipient.role());
        }
        try (SecretBytes plain =
                        Hpke.open(pair, info(studioKid, titleId, keyId, recipient), saltsHash(salts), wrapped);
                KeyBlock block = KeyBlock.decode(plain)) {
            TitleKey key = block.titleKey(titleId)
                    .orElseThrow(() -> new FormatException(FormatProblem.WRAP_INVALID, "wrapped key does not open"));
            if (!key.keyId().equals(keyId)) {
                key.close();
                throw mismatch("the sealed key has another id");
            }
            return key;
        }
    }

    /** The hash that binds a seal to the salts of all tracks: SHA-256(info("sealswarm/1/salts", id1, salt1, ..)). */
    public static byte[] saltsHash(SortedMap<TrackId, TrackSalt> salts) {
        Info info = Info.of("sealswarm/1/salts");
        salts.forEach((track, salt) -> info.text(track.text()).raw(salt.bytes()));
        return Digests.sha256().digest(info.bytes());
    }

    private static Info info(Kid studio, TitleId title, KeyId key, Recipient recipient) {
        return Info.of("sealswarm/1/seal-title", studio.hex(), title.text(), key.hex(), recipient.role());
    }

    private static FormatException mismatch(String message) {
        return new FormatException(FormatProblem.KEY_MISMATCH, "keys.hpke: " + message);
    }
}
