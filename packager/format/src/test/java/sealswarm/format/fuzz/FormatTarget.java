package sealswarm.format.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sealswarm.format.cipher.PieceLeaves;
import sealswarm.format.cipher.TrackVerifier;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.json.CanonicalJson;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.StrictJson;
import sealswarm.format.key.TrackId;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.wrap.Hpke;
import sealswarm.format.wrap.KeyBlock;
import sealswarm.format.wrap.Wrapped;
import sealswarm.overlay.merkle.MerkleLayer;

/** The parsers of this module that see bytes of strangers. */
public enum FormatTarget implements FuzzTarget {
    /** What is read comes back from its canonical form. */
    STRICT_JSON {
        @Override
        public List<byte[]> seeds() {
            return List.of(
                    utf8(
                            "{\"a\":[1,-2,{\"b\":\"\\u00e4\\ud83d\\ude00\"}],\"c\":true,\"d\":null,\"e\":9007199254740991}"),
                    sample().manifest());
        }

        @Override
        void read(byte[] input) {
            JsonNode tree = StrictJson.parse(input, Mutation.MAX_BYTES);
            byte[] canonical = CanonicalJson.bytes(tree);
            assertEquals(tree, StrictJson.parse(canonical, 2 * Mutation.MAX_BYTES));
        }
    },
    /** What is read is written again with the same payload. */
    ENVELOPE {
        @Override
        public List<byte[]> seeds() {
            return List.of(sample().manifest(), sample().keys());
        }

        @Override
        void read(byte[] input) {
            Envelope envelope = Envelope.parse(input, Manifest.TYPE);
            Envelope again = Envelope.parse(envelope.bytes(), Manifest.TYPE);
            assertArrayEquals(envelope.unverifiedPayload(), again.unverifiedPayload());
            assertEquals(envelope.tree(), again.tree());
        }
    },
    /** A payload that its studio signed; a manifest that is read is written the same, unknown members apart. */
    MANIFEST {
        @Override
        public List<byte[]> seeds() {
            return List.of(sample().payload());
        }

        @Override
        void read(byte[] input) {
            Manifest manifest = Manifest.selfSigned(signed(Manifest.TYPE.typ(), input));
            Manifest again = Manifest.selfSigned(Envelope.sign(Manifest.TYPE, manifest.tree(), sample().studio()));
            assertEquals(manifest, again);
        }
    },
    /** A keys file that its studio signed; it opens for the license server only if it is the one that was sealed. */
    SEALED_KEYS {
        @Override
        public List<byte[]> seeds() {
            return List.of(Envelope.parse(sample().keys(), SealedKeys.TYPE).unverifiedPayload());
        }

        @Override
        void read(byte[] input) {
            SealedKeys keys = SealedKeys.verified(
                    signed(SealedKeys.TYPE.typ(), input),
                    KeyTrust.of(SealedKeys.TYPE.typ(), sample().studio().verifyKey()));
            keys.open(
                            SealedKeys.Recipient.LICENSE_SERVER,
                            sample().pack().serverKey(),
                            sample().sealed().manifest())
                    .close();
        }
    },
    /** What is read is written again the same, entries of unknown kinds apart. */
    KEY_BLOCK {
        @Override
        public List<byte[]> seeds() {
            try (KeyBlock title = KeyBlock.ofTitleKey(sample().pack().titleKey());
                    SecretBytes one = title.encode();
                    KeyBlock tracks = KeyBlock.ofTrackKeys(List.of(
                            sample().pack().titleKey().trackKey(new TrackId("hd")),
                            sample().pack().titleKey().trackKey(new TrackId("sd"))));
                    SecretBytes two = tracks.encode()) {
                return List.of(one.copy(InsecureSecretAccess.get()), two.copy(InsecureSecretAccess.get()));
            }
        }

        @Override
        void read(byte[] input) {
            try (SecretBytes bytes = SecretBytes.copyOf(input, InsecureSecretAccess.get());
                    KeyBlock block = KeyBlock.decode(bytes);
                    SecretBytes encoded = block.encode();
                    KeyBlock again = KeyBlock.decode(encoded)) {
                assertEquals(block.tracks(), again.tracks());
            }
        }
    },
    /** A wrap by itself: every failure is the one class without detail. */
    HPKE_WRAP {
        @Override
        public List<byte[]> seeds() {
            return List.of(CanonicalJson.bytes(sample().wrapped().write(JsonNodeFactory.instance.objectNode())));
        }

        @Override
        void read(byte[] input) {
            Wrapped wrapped = Wrapped.read(JsonMembers.of(StrictJson.parseObject(input, Mutation.MAX_BYTES), ""));
            try (SecretBytes opened = Hpke.open(sample().pack().escrowKey(), INFO, AAD, wrapped)) {
                // Sealing is randomised and anybody can seal: what counts is that no changed message opens to something
                // else.
                assertTrue(
                        opened.sameAs(sample().pack().titleKey().secret()), "opened to " + opened.length() + " bytes");
            } catch (FormatException e) {
                assertEquals(FormatProblem.WRAP_INVALID, e.problem());
                throw e;
            }
        }
    },
    /** A leaf file: only the track's own leaves are believed. */
    LEAVES {
        @Override
        public List<byte[]> seeds() {
            return List.of(sample().leaves());
        }

        @Override
        void read(byte[] input) {
            MerkleLayer layer;
            try {
                layer = MerkleLayer.of(input);
            } catch (IllegalArgumentException e) {
                // No whole number of hashes: the readers of leaf files check their length first.
                return;
            }
            TrackVerifier.ofLeaves(sample().track(), layer);
            assertArrayEquals(sample().leaves(), input);
        }
    },
    /** A block of the first piece, its number in the first byte: only the very bytes that were packed are believed. */
    BLOCK {
        @Override
        public List<byte[]> seeds() {
            byte[] first = new byte[1 + 16_384];
            System.arraycopy(sample().data(), 0, first, 1, 16_384);
            return List.of(first);
        }

        @Override
        void read(byte[] input) {
            if (input.length == 0) {
                return;
            }
            TrackVerifier verifier = TrackVerifier.ofLeaves(sample().track(), MerkleLayer.of(sample().leaves()));
            PieceLeaves leaves =
                    verifier.leaves(0, MerkleLayer.of(sample().leaves()).slice(0, 4));
            int index = input[0] & 3;
            byte[] block = Arrays.copyOfRange(input, 1, input.length);
            verifier.verify(leaves, index, block);
            assertArrayEquals(Arrays.copyOfRange(sample().data(), index * 16_384, (index + 1) * 16_384), block);
        }
    };

    static final byte[] INFO = {1};
    static final byte[] AAD = {2};

    @Override
    public String folder() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public void feed(byte[] input) {
        try {
            read(input);
        } catch (FormatException e) {
            // A refusal of the module, as it should be; its message must be there and short enough to print.
            if (e.getMessage().isEmpty() || e.getMessage().length() > 64 * 1024) {
                throw new IllegalStateException("a refusal of " + e.getMessage().length() + " characters", e);
            }
        }
    }

    abstract void read(byte[] input);

    private static FuzzSample sample() {
        return FuzzSample.get();
    }

    /** Signs what a stranger wrote as if it were the studio's, so that the reader behind the signature is reached. */
    private static Envelope signed(String typ, byte[] input) {
        ObjectNode tree = StrictJson.parseObject(input, Mutation.MAX_BYTES);
        if (!typ.equals(tree.path("typ").textValue())) {
            throw FormatException.malformed("typ: another document");
        }
        return Envelope.sign(
                typ.equals(Manifest.TYPE.typ()) ? Manifest.TYPE : SealedKeys.TYPE, tree, sample().studio());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
