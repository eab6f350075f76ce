package sealswarm.overlay.token;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a shop says, signed by its edge, of a track that a host carries: that it is ciphertext, carried for the shop, and whom to
 * write to about it. A text that a person can read (docs/spec/edge-http-v1.md). Immutable.
 *
 * @param edge the edge that offered the track
 * @param shop where the shop is, a URL
 * @param abuseContact where complaints go: an address or URL
 * @param swarmId the track
 * @param sizeBytes its length
 * @param issuedAt when it was said, in whole seconds
 */
public record HostStatement(
        EdgeName edge, String shop, String abuseContact, SwarmId swarmId, long sizeBytes, Instant issuedAt) {
    /** Longest text. */
    public static final int MAX_BYTES = 4096;

    /** Most characters of the shop's and the contact's address. */
    public static final int MAX_ADDRESS = 200;

    private static final Pattern ADDRESS = Pattern.compile("[!-~]{1," + MAX_ADDRESS + "}");
    private static final String LABEL = "sealswarm/1/host-statement";
    private static final List<String> NAMES = List.of(
            "sealswarm-host-statement",
            "edge",
            "shop",
            "abuse-contact",
            "swarm",
            "size-bytes",
            "issued-at",
            "edge-key",
            "signature");
    private static final String MEANING = """
            The bytes of this swarm are sealed: they are ciphertext, and whoever carries them holds no key.
            They are carried for the shop named above, which answers for them and is reached at the abuse contact.
            """;

    public HostStatement {
        if (!isAddress(shop) || !isAddress(abuseContact)) {
            throw new IllegalArgumentException(
                    "an address is 1 to " + MAX_ADDRESS + " printable ASCII characters without spaces");
        }
        if (sizeBytes < 1) {
            throw new IllegalArgumentException("a track has at least one byte");
        }
        if (!issuedAt.equals(issuedAt.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("a statement is issued at a whole second");
        }
    }

    /** Whether a text can be an address in a statement. */
    public static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** The text, signed by the edge's certificate key. Takes about 0.05 ms. */
    public String signed(PeerSigningKey edgeKey) {
        String body = body(edgeKey.publicKey());
        return body + "signature: " + edgeKey.sign(signedBytes(body)).hex() + "\n";
    }

    /** The statement in a text that {@code edgeKey} signed; nothing if it is anything else. Takes about 0.1 ms. */
    public static Optional<HostStatement> verified(String text, PeerPublicKey edgeKey) {
        return read(text)
                .filter(read -> read.edgeKey().equals(edgeKey))
                .filter(read -> edgeKey.verifies(signedBytes(read.statement().body(edgeKey)), read.signature()))
                .map(Read::statement);
    }

    /** The key that a text names as its signer, unproven. */
    public static Optional<PeerPublicKey> unverifiedKey(String text) {
        return read(text).map(Read::edgeKey);
    }

    private record Read(HostStatement statement, PeerPublicKey edgeKey, Signature signature) {}

    /** Takes exactly what {@link #signed} writes. */
    private static Optional<Read> read(String text) {
        if (text.length() > MAX_BYTES) {
            return Optional.empty();
        }
        List<String> lines = text.lines().toList();
        List<String> values = NAMES.stream()
                .flatMap(name -> lines.stream()
                        .filter(line -> line.startsWith(name + ": "))
                        .limit(1)
                        .map(line -> line.substring(name.length() + 2)))
                .toList();
        if (values.size() != NAMES.size()) {
            return Optional.empty();
        }
        try {
            HostStatement statement = new HostStatement(
                    new EdgeName(values.get(1)),
                    values.get(2),
                    values.get(3),
                    new SwarmId(values.get(4)),
                    Long.parseLong(values.get(5)),
                    Instant.parse(values.get(6)));
            Read read = new Read(statement, new PeerPublicKey(values.get(7)), new Signature(values.get(8)));
            String whole = statement.body(read.edgeKey()) + "signature: " + values.get(8) + "\n";
            return text.equals(whole) ? Optional.of(read) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private String body(PeerPublicKey edgeKey) {
        return "sealswarm-host-statement: 1\nedge: " + edge + "\nshop: " + shop + "\nabuse-contact: " + abuseContact
                + "\nswarm: " + swarmId + "\nsize-bytes: " + sizeBytes + "\nissued-at: " + issuedAt + "\n\n" + MEANING
                + "\nedge-key: " + edgeKey + "\n";
    }

    private static byte[] signedBytes(String body) {
        return SignedTuple.of(LABEL)
                .field(body.getBytes(StandardCharsets.UTF_8))
                .bytes();
    }
}
