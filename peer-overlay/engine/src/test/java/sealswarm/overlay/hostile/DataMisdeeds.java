package sealswarm.overlay.hostile;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import sealswarm.overlay.hostile.Misdeed.Fate;
import sealswarm.overlay.wire.BlockRange;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.PeerMessage.Signal;

/** Requests and blocks. */
final class DataMisdeeds {
    private static final int DRIP_MILLIS = 100;
    private static final int BLOCK = 16_384;
    private static final BlockRange FIRST = new BlockRange(0, 0, BLOCK);

    private DataMisdeeds() {}

    static List<Misdeed> all() {
        return List.of(
                asks("27a", "a request for nothing", 0, 0),
                asks("27b", "a request for more than a block", 0, BLOCK + 1),
                asks("27c", "a request past the piece's end", Scene.PIECE, BLOCK),
                asks("27d", "a request that overflows", Integer.MAX_VALUE - 1, BLOCK),
                asks("27e", "a request before the piece", -1, BLOCK),
                gone("28", "requests beyond the queue, in a flood", (wire, scene) -> {
                    wire.flood(new PeerMessage.Request(FIRST));
                }),
                gone("29", "a block nobody asked for", (wire, scene) -> wire.piece(0, 0, new byte[BLOCK])),
                serves("30", "wrong bytes at the right place", Fate.BANNED, (wire, range, scene) -> {
                    byte[] wrong = scene.block(range);
                    wrong[wrong.length / 2] ^= 1;
                    wire.piece(range.piece(), range.begin(), wrong);
                }),
                serves("31", "a block too short", Fate.GONE, (wire, range, scene) -> {
                    byte[] right = scene.block(range);
                    wire.piece(range.piece(), range.begin(), Arrays.copyOf(right, right.length - 1));
                }),
                serves("32", "a block in drips", Fate.GONE, (wire, range, scene) -> {
                    wire.pieceHead(range);
                    for (byte each : scene.block(range)) {
                        wire.raw(each);
                        if (!wire.staysOpenFor(DRIP_MILLIS)) {
                            return;
                        }
                    }
                }),
                serves("33", "requests taken and never answered", Fate.GONE, (wire, range, scene) -> {}),
                serves("34a", "all pieces claimed, every request declined", Fate.GONE, (wire, range, scene) -> {
                    wire.say(new PeerMessage.RejectRequest(range));
                }),
                serves("34b", "every request declined and more invited", Fate.GONE, (wire, range, scene) -> {
                    wire.say(new PeerMessage.RejectRequest(range), Signal.UNCHOKE);
                }),
                serves("35", "a right block twice", Fate.GONE, (wire, range, scene) -> {
                    wire.piece(range.piece(), range.begin(), scene.block(range));
                    wire.piece(range.piece(), range.begin(), scene.block(range));
                }),
                gone("36", "a storm of cancels", (wire, scene) -> wire.flood(new PeerMessage.Cancel(FIRST))));
    }

    private static Misdeed gone(String id, String name, Misdeed.Script script) {
        return Misdeed.of(id, name, Fate.GONE, script);
    }

    private static Misdeed asks(String id, String name, int begin, int length) {
        return gone(id, name, (wire, scene) -> {
            wire.say(Signal.INTERESTED, new PeerMessage.Request(new BlockRange(0, begin, length)));
        });
    }

    /** What a server that claims to have everything does with a request. */
    private interface Service {
        void answer(Wire wire, BlockRange range, Scene scene) throws IOException;
    }

    private static Misdeed serves(String id, String name, Fate fate, Service service) {
        return Misdeed.of(id, name, fate, (wire, scene) -> {
            wire.say(Signal.HAVE_ALL, Signal.UNCHOKE);
            wire.answerRequests((to, range) -> service.answer(to, range, scene));
        });
    }
}
