package sealswarm.overlay.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import sealswarm.overlay.SampleSwarm.Form;
import sealswarm.overlay.hostile.Misdeed.Entry;
import sealswarm.overlay.hostile.Misdeed.Fate;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.wire.BlockRange;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.PeerMessage.Signal;

/** Handshake, framing, state. */
final class WireMisdeeds {
    private static final int DRIP_MILLIS = 200;
    private static final BlockRange FIRST = new BlockRange(0, 0, 16_384);

    private WireMisdeeds() {}

    static List<Misdeed> all() {
        return List.of(
                // Handshake.
                hello("1", "another protocol's name", (wire, scene) -> {
                    wire.raw("\u0013BitTorrent protocoL" + "\0".repeat(48));
                }),
                hello("2a", "a protocol name of no length", (wire, scene) -> wire.raw("\0" + "x".repeat(67))),
                hello("2b", "a protocol name of 255 bytes", (wire, scene) -> wire.raw("\u00ff" + "x".repeat(255))),
                hello("3", "a handshake byte by byte", (wire, scene) -> drip(wire, handshake(scene), DRIP_MILLIS)),
                hello("4", "a handshake that never ends", (wire, scene) -> {
                    wire.raw(Arrays.copyOf(handshake(scene), Handshake.LENGTH - 1));
                }),
                hello("5", "an unknown info-hash", (wire, scene) -> {
                    wire.raw(new Handshake(other(scene.wireId()), Wire.freshId(), 0).encode());
                }),
                hello("6", "the victim's own peer id", (wire, scene) -> {
                    Handshake victim;
                    try (Wire first = Wire.to(scene.port())) {
                        victim = first.enter(scene.wireId(), Wire.freshId(), 0);
                    }
                    wire.raw(new Handshake(scene.wireId(), victim.peerId(), 0).encode());
                }),
                hello("7", "an answer for another info-hash", WireMisdeeds::answerForAnother),
                new Misdeed(
                        "8",
                        "the v2 bit on a v1-only torrent",
                        Fate.KEPT,
                        java.util.Set.of(Form.V1),
                        Entry.NONE,
                        (wire, scene) -> {
                            Handshake answer =
                                    wire.enter(scene.wireId(), Wire.freshId(), Wire.ALL_BITS | Handshake.V2_UPGRADE);
                            if (!answer.wireId().equals(scene.wireId()) || answer.supports(Handshake.V2_UPGRADE)) {
                                throw new AssertionError("upgraded to what does not exist: " + answer);
                            }
                        }),
                hello("9a", "a web browser's request", (wire, scene) -> wire.raw("GET / HTTP/1.1\r\nHost: x\r\n\r\n")),
                hello("9b", "a TLS hello", (wire, scene) -> wire.raw("\u0016\u0003\u0001\u0002\0\u0001\0")),
                // Framing.
                gone("10", "a frame of 4 GiB less one", (wire, scene) -> {
                    wire.raw((byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff);
                }),
                gone(
                        "11",
                        "a frame of negative length",
                        (wire, scene) -> wire.raw((byte) 0x80, (byte) 0, (byte) 0, (byte) 0)),
                gone("12", "a storm of keep-alives", (wire, scene) -> wire.flood(Signal.KEEP_ALIVE)),
                gone("13a", "a have of five bytes too many", (wire, scene) -> wire.frame(4, new byte[9])),
                gone("13b", "a choke with something to it", (wire, scene) -> wire.frame(0, (byte) 1)),
                gone("13c", "a request without its length", (wire, scene) -> wire.frame(6, new byte[8])),
                kept("14a", "short messages of unknown kinds", (wire, scene) -> {
                    for (int id : new int[] {10, 11, 12, 18, 19, 24, 77, 255}) {
                        wire.frame(id, new byte[3]);
                    }
                }),
                gone("14b", "a long message of an unknown kind", (wire, scene) -> wire.frame(77, new byte[64])),
                left("15", "half a message, then the end", (wire, scene) -> {
                    wire.say(Signal.HAVE_ALL, Signal.UNCHOKE);
                    wire.pieceHead(wire.nextRequest());
                    wire.close();
                }),
                left("16", "a reset inside a block", (wire, scene) -> {
                    wire.say(Signal.HAVE_ALL, Signal.UNCHOKE);
                    BlockRange range = wire.nextRequest();
                    wire.pieceHead(range);
                    wire.raw(new byte[1_000]);
                    wire.reset();
                }),
                // State.
                gone("17a", "pieces told late", (wire, scene) -> {
                    wire.say(Signal.INTERESTED);
                    wire.frame(5, new byte[] {(byte) 0x80, 0});
                }),
                gone("17b", "the same pieces told again and again", (wire, scene) -> {
                    for (int i = 0; i < 3; i++) {
                        wire.frame(5, new byte[] {(byte) 0x80, 0});
                    }
                }),
                gone("18a", "a bitfield too short", (wire, scene) -> wire.frame(5, new byte[1])),
                gone("18b", "a bitfield too long", (wire, scene) -> wire.frame(5, new byte[3])),
                gone("19", "spare bits set", (wire, scene) -> wire.frame(5, new byte[] {(byte) 0xff, (byte) 0xff})),
                gone("20", "a piece beyond the last", (wire, scene) -> {
                    wire.frame(4, new byte[] {0, 0, 0, Scene.PIECES});
                }),
                gone("21", "a flood of one have", (wire, scene) -> wire.flood(new PeerMessage.Have(3))),
                gone("22a", "all pieces, then none", (wire, scene) -> wire.say(Signal.HAVE_ALL, Signal.HAVE_NONE)),
                gone("22b", "have-all without the fast extension", (wire, scene) -> wire.say(Signal.HAVE_ALL))
                        .by(Entry.SLOW),
                gone("23", "choke and unchoke in a flood", (wire, scene) -> {
                    wire.say(Signal.HAVE_ALL);
                    wire.flood(Signal.UNCHOKE, Signal.CHOKE);
                }),
                kept("24", "nothing to give and nothing wanted", (wire, scene) -> wire.say(Signal.HAVE_NONE)),
                gone("25", "a flood of allowed-fast", (wire, scene) -> wire.flood(new PeerMessage.AllowedFast(1))),
                gone("26a", "a flood of suggestions", (wire, scene) -> wire.flood(new PeerMessage.SuggestPiece(1))),
                gone("26b", "a flood of rejects", (wire, scene) -> wire.flood(new PeerMessage.RejectRequest(FIRST))));
    }

    private static Misdeed gone(String id, String name, Misdeed.Script script) {
        return Misdeed.of(id, name, Fate.GONE, script);
    }

    private static Misdeed kept(String id, String name, Misdeed.Script script) {
        return Misdeed.of(id, name, Fate.KEPT, script);
    }

    private static Misdeed left(String id, String name, Misdeed.Script script) {
        return Misdeed.of(id, name, Fate.LEFT, script);
    }

    private static Misdeed hello(String id, String name, Misdeed.Script script) {
        return gone(id, name, script).by(Entry.NONE);
    }

    private static byte[] handshake(Scene scene) {
        return new Handshake(scene.wireId(), Wire.freshId(), Wire.ALL_BITS).encode();
    }

    private static InfoHash other(InfoHash id) {
        byte[] bytes = id.bytes();
        bytes[0] ^= 1;
        return InfoHash.of(bytes);
    }

    /** The victim calls us and hears of another swarm; the script's own connection ends with the one the victim made. */
    private static void answerForAnother(Wire wire, Scene scene) throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setSoTimeout(Wire.GONE_MILLIS);
            scene.recommend().accept(PeerAddress.of("127.0.0.1", listening.getLocalPort()));
            try (Wire called = new Wire(listening.accept())) {
                Handshake theirs = called.handshake();
                called.raw(new Handshake(other(theirs.wireId()), Wire.freshId(), Wire.ALL_BITS).encode());
                if (!called.ends()) {
                    throw new AssertionError("an answer for another swarm was taken");
                }
            }
        }
        wire.raw("done");
    }

    private static void drip(Wire wire, byte[] bytes, int millis) throws IOException {
        for (byte each : bytes) {
            wire.raw(each);
            if (!wire.staysOpenFor(millis)) {
                return;
            }
        }
    }
}
