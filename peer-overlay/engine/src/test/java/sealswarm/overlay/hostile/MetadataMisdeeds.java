package sealswarm.overlay.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import sealswarm.overlay.SampleSwarm.Form;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.hostile.Misdeed.Entry;
import sealswarm.overlay.hostile.Misdeed.Fate;
import sealswarm.overlay.merkle.HashRequest;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.wire.MessageEncoder;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.PeerMessage.Signal;

/** Hash messages and extension messages. */
final class MetadataMisdeeds {
    private static final int HASH_REQUEST = 21;
    private static final int HASHES = 22;
    private static final int HASH_REJECT = 23;
    private static final int ZERO_REST_MILLIS = 100;

    private MetadataMisdeeds() {}

    static List<Misdeed> all() {
        return List.of(
                // The one piece each of these has is nobody else's yet, so that its leaves are asked of it.
                lies("38a", "wrong hashes", 0, Fate.BANNED, request -> {
                    byte[] wrong = new byte[request.length() * MerkleHash.LENGTH];
                    Arrays.fill(wrong, (byte) 1);
                    return wrong;
                }),
                lies("38b", "fewer hashes than asked for", 1, Fate.BANNED, request -> new byte[MerkleHash.LENGTH]),
                lies(
                        "38c",
                        "more hashes than asked for",
                        2,
                        Fate.BANNED,
                        request -> new byte[(request.length() + 1) * MerkleHash.LENGTH]),
                lies(
                        "38d",
                        "a hash cut in two",
                        3,
                        Fate.GONE,
                        request -> new byte[request.length() * MerkleHash.LENGTH + 5]),
                lies(
                        "38e",
                        "hashes of zeros",
                        4,
                        Fate.BANNED,
                        request -> new byte[request.length() * MerkleHash.LENGTH]),
                gone("38f", "hashes nobody asked for", (wire, scene) -> {
                    wire.say(new PeerMessage.Hashes(request(scene, 0, 0, 2, 0), MerkleLayer.of(new byte[64])));
                }),
                kept("37a", "absurd hash requests", MetadataMisdeeds::absurdRequests),
                gone("37b", "a flood of hash requests", (wire, scene) -> {
                    wire.flood(new PeerMessage.RequestHashes(request(scene, 0, 0, 2, 0)));
                }),
                gone("39a", "an extension handshake 5,000 lists deep", (wire, scene) -> {
                    extend(wire, 0, "l".repeat(5_000));
                }),
                gone("39b", "more than 32 extensions", (wire, scene) -> {
                    StringBuilder many = new StringBuilder("d1:md");
                    for (int i = 0; i < 33; i++) {
                        many.append("2:")
                                .append((char) ('a' + i / 26))
                                .append((char) ('a' + i % 26))
                                .append("i1e");
                    }
                    extend(wire, 0, many + "ee");
                }),
                kept(
                        "39c",
                        "extension ids 0, 256 and -1, sizes out of any range, and others next time",
                        (wire, scene) -> {
                            extend(wire, 0, "d1:md11:ut_metadatai0e6:ut_pexi256e1:xi-1ee13:metadata_sizei0e1:pi0ee");
                            extend(wire, 0, "d1:md11:ut_metadatai3ee13:metadata_sizei-1e4:reqqi-9ee");
                            extend(wire, 0, "d1:md11:ut_metadatai4ee13:metadata_sizei2147483648e4:reqqi2147483648ee");
                        }),
                kept("39d", "metadata nobody asked for", (wire, scene) -> {
                    extend(wire, 3, "d8:msg_typei1e5:piecei99999e10:total_sizei2147483648ee" + "x".repeat(16_384));
                    extend(wire, 3, "d8:msg_typei0e5:piecei-1ee");
                }),
                gone("39e", "an extension message above 64 KiB", (wire, scene) -> {
                    wire.frame(20, new byte[(64 << 10) + 2]);
                }),
                gone("39f", "a flood of extension handshakes", (wire, scene) -> {
                    wire.flood(new PeerMessage.Extended(0, BencodeString.of("d1:mdee")));
                }),
                gone("39g", "an integer of 10,000 digits", (wire, scene) -> {
                    extend(wire, 0, "d1:pi" + "9".repeat(10_000) + "ee");
                }),
                kept("40a", "peers to call that are victims, private or malformed", MetadataMisdeeds::victims),
                gone("40b", "a flood of peers to call", (wire, scene) -> {
                    wire.flood(new PeerMessage.Extended(
                            1, BencodeString.of(exchange(6_881).getBytes(StandardCharsets.ISO_8859_1))));
                }));
    }

    private static Misdeed gone(String id, String name, Misdeed.Script script) {
        return Misdeed.of(id, name, Fate.GONE, script);
    }

    private static Misdeed kept(String id, String name, Misdeed.Script script) {
        return Misdeed.of(id, name, Fate.KEPT, script);
    }

    /** Bytes instead of the nodes that were asked for. */
    private interface Lie {
        byte[] about(HashRequest request);
    }

    private static Misdeed lies(String id, String name, int piece, Fate fate, Lie lie) {
        return Misdeed.of(id, name, fate, (wire, scene) -> {
                    wire.say(new PeerMessage.Have(piece), Signal.UNCHOKE);
                    byte[] asked = wire.nextFrame(HASH_REQUEST);
                    ByteBuffer numbers = ByteBuffer.wrap(asked, 1 + MerkleHash.LENGTH, 4 * Integer.BYTES);
                    HashRequest request = new HashRequest(
                            scene.root(), numbers.getInt(), numbers.getInt(), numbers.getInt(), numbers.getInt());
                    byte[] hashes = lie.about(request);
                    byte[] answer = Arrays.copyOfRange(asked, 1, asked.length + hashes.length);
                    System.arraycopy(hashes, 0, answer, asked.length - 1, hashes.length);
                    wire.frame(HASHES, answer);
                })
                .by(Entry.V2)
                .only(Form.V2, Form.HYBRID);
    }

    private static HashRequest request(Scene scene, int layer, int index, int length, int proofs) {
        return new HashRequest(scene.root(), layer, index, length, proofs);
    }

    /** Every one is answered by a reject of just that request. */
    private static void absurdRequests(Wire wire, Scene scene) throws IOException {
        List<HashRequest> absurd = List.of(
                request(scene, 0, 0, 0, 0),
                request(scene, 0, 0, 1, 0),
                request(scene, 0, 0, 3, 0),
                request(scene, 0, 0, 513, 0),
                request(scene, 0, 0, Integer.MIN_VALUE, 0),
                request(scene, 0, 0, 1_024, 0),
                request(scene, 0, 3, 2, 0),
                request(scene, 0, -2, 2, 0),
                request(scene, 0, 1 << 20, 2, 0),
                request(scene, 99, 0, 2, 0),
                request(scene, -1, 0, 2, 0),
                request(scene, 0, 0, 2, 99),
                request(scene, 0, 0, 2, -1),
                new HashRequest(MerkleHash.of(new byte[32]), 0, 0, 2, 0));
        for (HashRequest request : absurd) {
            PeerMessage question = new PeerMessage.RequestHashes(request);
            wire.say(question);
            byte[] answer = wire.nextFrame(HASH_REJECT);
            byte[] echo = MessageEncoder.encode(new PeerMessage.RejectHashes(request));
            if (!ByteBuffer.wrap(answer).equals(ByteBuffer.wrap(echo, Integer.BYTES, answer.length))) {
                throw new AssertionError("rejected another request than " + request);
            }
        }
    }

    /** Nobody is called because a stranger says so. */
    private static void victims(Wire wire, Scene scene) throws IOException {
        try (ServerSocket victim = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            victim.setSoTimeout(ZERO_REST_MILLIS);
            extend(wire, 0, "d1:md6:ut_pexi1eee");
            for (int id = 1; id < 4; id++) {
                extend(wire, id, exchange(victim.getLocalPort()));
                extend(wire, id, "d5:added5:abcdee");
                extend(wire, id, "d5:added");
            }
            try (var call = victim.accept()) {
                throw new AssertionError("called from " + call.getPort());
            } catch (SocketTimeoutException e) {
                // Nobody called.
            }
        }
    }

    private static String exchange(int port) {
        String address = "\u007f\0\0\u0001" + (char) (port >> 8) + (char) (port & 0xff);
        String many = address + "\12\0\0\u0001\u001a\u00e1" + "\u00e0\0\0\u0001\0\0";
        return "d5:added" + many.length() + ":" + many + "7:added.f3:\0\0\0e";
    }

    private static void extend(Wire wire, int extension, String latin) throws IOException {
        byte[] text = latin.getBytes(StandardCharsets.ISO_8859_1);
        byte[] payload = new byte[text.length + 1];
        payload[0] = (byte) extension;
        System.arraycopy(text, 0, payload, 1, text.length);
        wire.frame(20, payload);
    }
}
