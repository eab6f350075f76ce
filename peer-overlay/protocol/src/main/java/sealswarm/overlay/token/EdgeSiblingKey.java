package sealswarm.overlay.token;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * The key by which one edge proves itself to another (docs/spec/edge-token-v1.md section 5): {@code from} mints with it, {@code to}
 * checks with it, nobody else has it. It opens a place in swarms as an edge and the sibling routes, never what a viewer, a studio
 * or an operator may do. Thread-safe until closed; closing wipes the key.
 */
public final class EdgeSiblingKey implements AutoCloseable {
    private static final String FILE_PREFIX = "sssk1";
    private static final Set<TokenKind> KINDS = Set.of(TokenKind.ANNOUNCE, TokenKind.SIBLING);

    private final EdgeName from;
    private final EdgeTokenKey key;

    private EdgeSiblingKey(EdgeName from, EdgeTokenKey key) {
        this.from = from;
        this.key = key;
    }

    static EdgeSiblingKey of(EdgeName from, EdgeName to, int generation, byte[] key) {
        if (from.equals(to)) {
            throw new IllegalArgumentException("an edge is no sibling of itself: " + from);
        }
        EdgeKeyId kid = EdgeKeyId.ofSibling(from, to, generation);
        return new EdgeSiblingKey(from, new EdgeTokenKey(to, generation, kid, key));
    }

    /** Who proves itself. */
    public EdgeName from() {
        return from;
    }

    /** To whom. */
    public EdgeName to() {
        return key.edge();
    }

    /** Generation of the keys of {@link #to}. */
    public int generation() {
        return key.generation();
    }

    EdgeKeyId kid() {
        return key.kid();
    }

    /**
     * The token as text.
     *
     * @throws IllegalArgumentException for a token that no sibling may mint
     */
    public String mint(EdgeToken token) {
        if (!reaches(token)) {
            throw new IllegalArgumentException("a sibling mints no token of kind " + token.kind());
        }
        return key.mint(token);
    }

    /** As {@link EdgeTokenKey#check}; a token beyond what siblings may is refused like one of another kind. */
    public TokenVerdict check(String text, TokenKind kind, Instant now) {
        TokenVerdict verdict = key.check(text, kind, now);
        return verdict instanceof TokenVerdict.Accepted accepted && !reaches(accepted.token())
                ? new TokenVerdict.Refused(TokenRefusal.WRONG_KIND)
                : verdict;
    }

    private static boolean reaches(EdgeToken token) {
        return KINDS.contains(token.kind()) && token.domain() == TrustDomain.EDGE;
    }

    /** The line of a file of sibling keys: {@code sssk1.<from>.<to>.<generation>.<43 characters of base64url>}. It is the secret. */
    public String revealKeyFileLine() {
        return FILE_PREFIX + "." + from + "." + key.edge() + "." + key.generation() + "." + key.revealKeyText();
    }

    /**
     * Reads a line; white space around it is ignored.
     *
     * @throws IllegalArgumentException for anything else; the message holds nothing of the line
     */
    public static EdgeSiblingKey ofKeyFileLine(String line) {
        String[] parts = line.strip().split("\\.", -1);
        if (parts.length == 5 && parts[0].equals(FILE_PREFIX) && parts[3].matches("[0-9]{1,5}")) {
            byte[] bytes = new byte[0];
            try {
                bytes = Base64.getUrlDecoder().decode(parts[4]);
                if (bytes.length == EdgeTokenKey.KEY_BYTES) {
                    return of(new EdgeName(parts[1]), new EdgeName(parts[2]), Integer.parseInt(parts[3]), bytes);
                }
            } catch (IllegalArgumentException e) {
                throw malformed();
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }
        throw malformed();
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "not a sibling key: lines of sssk1.<from>.<to>.<generation>.<key> are expected");
    }

    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "EdgeSiblingKey[" + from + " to " + to() + ", generation " + generation() + "]";
    }
}
