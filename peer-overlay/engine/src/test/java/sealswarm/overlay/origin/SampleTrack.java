package sealswarm.overlay.origin;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleAccumulator;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoException;
import sealswarm.overlay.metainfo.MetainfoWriter;
import sealswarm.overlay.metainfo.PieceHashes;
import sealswarm.overlay.metainfo.PieceLength;
import sealswarm.overlay.metainfo.PiecesRoot;
import sealswarm.overlay.metainfo.TrackHashes;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenFlag;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TrustDomain;

/** Random bytes as a published track: data, leaves and both metainfos. */
public final class SampleTrack {
    private final byte[] data;
    private final byte[] leaves;
    private final byte[] hybrid;
    private final byte[] companion;
    private final byte[] v2Only;
    private final Metainfo metainfo;

    /** A track of {@code sizeBytes} random bytes. */
    public static SampleTrack of(long seed, int sizeBytes) {
        byte[] data = new byte[sizeBytes];
        new Random(seed).nextBytes(data);
        return new SampleTrack(data, "");
    }

    static SampleTrack named(byte[] data, String name) {
        return new SampleTrack(data, name);
    }

    private SampleTrack(byte[] data, String givenName) {
        this.data = data;
        this.leaves = new byte[(int) Merkle.leafCount(data.length) * MerkleHash.LENGTH];
        new MerkleHasher().leaves(data, 0, data.length, leaves, 0);
        PieceLength pieceLength = PieceLength.forSize(data.length);
        MerkleAccumulator tree = new MerkleAccumulator(Merkle.pieceHeight(pieceLength.bytes()));
        tree.addLeaves(leaves, 0, leaves.length / MerkleHash.LENGTH);
        TrackHashes hashes = new TrackHashes(
                data.length,
                pieceLength,
                new PiecesRoot(tree.root()),
                tree.pieceLayer(),
                PieceHashes.of(pieces(data, pieceLength.bytes())));
        String name = givenName.isEmpty() ? HexFormat.of().formatHex(tree.root().bytes(), 0, 16) : givenName;
        this.hybrid = MetainfoWriter.hybrid(name, hashes);
        this.companion = MetainfoWriter.v1Only(name, hashes);
        this.v2Only = MetainfoWriter.v2Only(name, hashes);
        try {
            this.metainfo = Metainfo.parse(hybrid);
        } catch (MetainfoException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] pieces(byte[] data, int pieceLength) {
        int count = (data.length + pieceLength - 1) / pieceLength;
        byte[] packed = new byte[count * PieceHashes.LENGTH];
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            for (int i = 0; i < count; i++) {
                sha1.update(data, i * pieceLength, Math.min(pieceLength, data.length - i * pieceLength));
                System.arraycopy(sha1.digest(), 0, packed, i * PieceHashes.LENGTH, PieceHashes.LENGTH);
            }
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        return packed;
    }

    /** The bytes. */
    public byte[] data() {
        return data.clone();
    }

    /** Part of the bytes. */
    public byte[] data(int from, int to) {
        return Arrays.copyOfRange(data, from, to);
    }

    /** The leaf sidecar. */
    public byte[] leaves() {
        return leaves.clone();
    }

    /** The hybrid metainfo. */
    public byte[] hybrid() {
        return hybrid.clone();
    }

    /** The v1-only metainfo. */
    public byte[] companion() {
        return companion.clone();
    }

    /** A v2-only metainfo of the same bytes, which no edge knows. */
    public byte[] v2Only() {
        return v2Only.clone();
    }

    /** The hybrid metainfo, parsed. */
    public Metainfo metainfo() {
        return metainfo;
    }

    /** The swarm's name. */
    public SwarmId swarmId() {
        return new SwarmId(metainfo.infoHashes().swarmId().hex());
    }

    /** A token of a kind for this track, both policies open. */
    public EdgeToken token(TokenKind kind, long expiresAtEpochSecond) {
        return EdgeToken.of(kind, TrustDomain.USER, swarmId(), new Pseudonym("5a".repeat(16)), expiresAtEpochSecond)
                .withFlags(kind == TokenKind.UPLOAD ? Set.of(TokenFlag.HOSTS_OPEN, TokenFlag.STOCK_ALLOWED) : Set.of());
    }
}
