package sealswarm.overlay.token;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * What a token says (docs/spec/edge-token-v1.md); {@link EdgeTokenKey} makes it text and proves it. Immutable.
 *
 * @param kind what it opens
 * @param domain the most its holder may claim to be
 * @param flags policy bits
 * @param expiresAtEpochSecond first second in which it is refused, 1 to the end of year 9999
 * @param swarmId the one swarm it opens; {@link SwarmId#ALL} if and only if the kind is OPS or SIBLING
 * @param subject its holder's pseudonym in that swarm
 * @param peerKey thumbprint of the only key a certificate is issued for, or {@link PeerKeyThumbprint#NONE}
 * @param group a closed group of the swarm, 0 to 2^32 - 1; 0 = the open one
 * @param maxPeers most peers handed out per announce, 0 to 65,535; 0 = the edge's own limit
 */
public record EdgeToken(
        TokenKind kind,
        TrustDomain domain,
        Set<TokenFlag> flags,
        long expiresAtEpochSecond,
        SwarmId swarmId,
        Pseudonym subject,
        PeerKeyThumbprint peerKey,
        long group,
        int maxPeers) {
    /** Longest life an edge accepts, from its own clock: seven days, for a stock client's metainfo. */
    public static final long MAX_LIFE_SECONDS = 7 * 24 * 3600;

    /** Bytes of the fields between {@code kid} and the tag. */
    static final int FIELDS_BYTES =
            1 + 1 + 2 + 8 + SwarmId.SIZE_BYTES + Pseudonym.SIZE_BYTES + PeerKeyThumbprint.SIZE_BYTES + 4 + 2;

    private static final long LAST_SECOND = 253_402_300_799L;
    private static final long MAX_GROUP = 0xFFFF_FFFFL;
    private static final int MAX_PEERS = 0xFFFF;

    public EdgeToken {
        flags = Set.copyOf(flags);
        if (expiresAtEpochSecond < 1 || expiresAtEpochSecond > LAST_SECOND) {
            throw new IllegalArgumentException("expiry out of range: " + expiresAtEpochSecond);
        }
        if (swarmId.equals(SwarmId.ALL) != kind.namesNoSwarm()) {
            throw new IllegalArgumentException("a token of kind " + kind + " cannot name the swarm " + swarmId);
        }
        if (group < 0 || group > MAX_GROUP) {
            throw new IllegalArgumentException("group out of range: " + group);
        }
        if (maxPeers < 0 || maxPeers > MAX_PEERS) {
            throw new IllegalArgumentException("peer limit out of range: " + maxPeers);
        }
    }

    /** A token for one swarm with no peer key, in the open group, under the edge's own peer limit. */
    public static EdgeToken of(
            TokenKind kind, TrustDomain domain, SwarmId swarmId, Pseudonym subject, long expiresAtEpochSecond) {
        return new EdgeToken(
                kind, domain, Set.of(), expiresAtEpochSecond, swarmId, subject, PeerKeyThumbprint.NONE, 0, 0);
    }

    /** The operator's token: every swarm of the edge, no subject. */
    public static EdgeToken ops(long expiresAtEpochSecond) {
        return of(TokenKind.OPS, TrustDomain.EDGE, SwarmId.ALL, Pseudonym.NOBODY, expiresAtEpochSecond);
    }

    /** An edge's own word to a sibling: no swarm, no subject. */
    public static EdgeToken sibling(long expiresAtEpochSecond) {
        return of(TokenKind.SIBLING, TrustDomain.EDGE, SwarmId.ALL, Pseudonym.NOBODY, expiresAtEpochSecond);
    }

    /** This token under other flags. */
    public EdgeToken withFlags(Set<TokenFlag> other) {
        return new EdgeToken(kind, domain, other, expiresAtEpochSecond, swarmId, subject, peerKey, group, maxPeers);
    }

    /** This token bound to a peer key. */
    public EdgeToken withPeerKey(PeerKeyThumbprint other) {
        return new EdgeToken(kind, domain, flags, expiresAtEpochSecond, swarmId, subject, other, group, maxPeers);
    }

    /** This token with another kind: how an edge writes announce URLs into the metainfo it hands to a WEBSEED token. */
    public EdgeToken withKind(TokenKind other) {
        return new EdgeToken(other, domain, flags, expiresAtEpochSecond, swarmId, subject, peerKey, group, maxPeers);
    }

    void writeTo(ByteBuffer out) {
        out.put((byte) kind.code())
                .put((byte) domain.code())
                .putShort((short) TokenFlag.bits(flags))
                .putLong(expiresAtEpochSecond)
                .put(swarmId.bytes())
                .put(subject.bytes())
                .put(peerKey.bytes())
                .putInt((int) group)
                .putShort((short) maxPeers);
    }

    /** The fields at the buffer's position, or nothing if they break a rule of the record. */
    static Optional<EdgeToken> readFrom(ByteBuffer in) {
        Optional<TokenKind> kind = TokenKind.ofCode(in.get());
        Optional<TrustDomain> domain = TrustDomain.ofCode(in.get());
        Optional<Set<TokenFlag>> flags = TokenFlag.ofBits(Short.toUnsignedInt(in.getShort()));
        if (kind.isEmpty() || domain.isEmpty() || flags.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EdgeToken(
                    kind.get(),
                    domain.get(),
                    flags.get(),
                    in.getLong(),
                    SwarmId.of(take(in, SwarmId.SIZE_BYTES)),
                    Pseudonym.of(take(in, Pseudonym.SIZE_BYTES)),
                    PeerKeyThumbprint.of(take(in, PeerKeyThumbprint.SIZE_BYTES)),
                    Integer.toUnsignedLong(in.getInt()),
                    Short.toUnsignedInt(in.getShort())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] take(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }
}
