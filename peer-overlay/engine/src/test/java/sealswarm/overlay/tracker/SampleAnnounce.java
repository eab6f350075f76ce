package sealswarm.overlay.tracker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.reach.NatClass;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TrustDomain;
import sealswarm.overlay.wire.PeerId;

/** An announce of peer {@code number} with everything ordinary, to be varied. */
record SampleAnnounce(
        int number,
        InfoHash id,
        long left,
        AnnounceEvent event,
        Announce.Style style,
        int wanted,
        int key,
        NatClass nat) {
    static final SwarmIds IDS = new SwarmIds(Optional.of(hash(1)), Optional.of(hash(2)), Optional.of(hash(3)));

    static SampleAnnounce leecher(int number) {
        return new SampleAnnounce(
                number, hash(2), 1000, AnnounceEvent.STARTED, Announce.Style.STOCK, 50, 7, NatClass.UNKNOWN);
    }

    SampleAnnounce under(int hash) {
        return new SampleAnnounce(number, hash(hash), left, event, style, wanted, key, nat);
    }

    SampleAnnounce seeding() {
        return new SampleAnnounce(number, id, 0, event, style, wanted, key, nat);
    }

    SampleAnnounce at(AnnounceEvent other) {
        return new SampleAnnounce(number, id, left, other, style, wanted, key, nat);
    }

    SampleAnnounce ours() {
        return new SampleAnnounce(number, id, left, event, Announce.Style.OURS, wanted, key, nat);
    }

    SampleAnnounce wanting(int peers) {
        return new SampleAnnounce(number, id, left, event, style, peers, key, nat);
    }

    SampleAnnounce keyed(int other) {
        return new SampleAnnounce(number, id, left, event, style, wanted, other, nat);
    }

    Announce build() {
        byte[] peer = ByteBuffer.allocate(20)
                .put("-TT0001-".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .putInt(number)
                .array();
        return new Announce(
                id, PeerId.of(peer), 10_000 + number, 0, 0, left, event, wanted, key, style, nat, Optional.empty());
    }

    /** The same behind a NAT. */
    SampleAnnounce behind(NatClass other) {
        return new SampleAnnounce(number, id, left, event, style, wanted, key, other);
    }

    static InfoHash hash(int number) {
        byte[] bytes = new byte[20];
        bytes[0] = (byte) number;
        return InfoHash.of(bytes);
    }

    static EdgeToken token(int holder) {
        byte[] subject = new byte[16];
        ByteBuffer.wrap(subject).putInt(holder);
        return EdgeToken.of(
                TokenKind.ANNOUNCE,
                TrustDomain.USER,
                new SwarmId(IDS.swarmId().hex()),
                Pseudonym.of(subject),
                2_000_000_000L);
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
