package sealswarm.overlay.ext;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import sealswarm.overlay.bencode.Bencode;
import sealswarm.overlay.bencode.BencodeDictionary;
import sealswarm.overlay.bencode.BencodeException;
import sealswarm.overlay.bencode.BencodeInteger;
import sealswarm.overlay.bencode.BencodeLimits;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.wire.WireException;

/**
 * The first message of the extension protocol (BEP 10).
 *
 * @param extensions the numbers the sender gives the extensions it knows
 * @param requestQueue requests the sender keeps queued ({@code reqq})
 * @param listenPort where the sender listens, if it says so
 * @param uploadOnly true if it wants nothing (BEP 21)
 */
public record ExtensionHandshake(
        Map<String, Integer> extensions, int requestQueue, OptionalInt listenPort, Interest uploadOnly) {
    /** Requests we keep queued for each peer. */
    public static final int REQUEST_QUEUE = 500;

    /** The most extensions a peer may name. */
    public static final int MAX_EXTENSIONS = 32;

    /** What to assume of a peer that does not say. */
    public static final int DEFAULT_REQUEST_QUEUE = 250;

    private static final int MAX_PORT = 65_535;
    private static final int MAX_ID = 255;

    /** Whether a peer still wants data. */
    public enum Interest {
        /** It downloads. */
        DOWNLOADS,
        /** It has all it wants. */
        UPLOADS_ONLY
    }

    public ExtensionHandshake {
        extensions = Map.copyOf(extensions);
    }

    /** Reads the payload of extended message 0. */
    public static ExtensionHandshake decode(BencodeString payload) throws WireException {
        BencodeDictionary dictionary;
        try {
            dictionary = Bencode.decodeDictionary(payload.bytes(), BencodeLimits.MESSAGE);
        } catch (BencodeException e) {
            throw new WireException(WireException.Fault.BAD_FIELD, "extension handshake: " + e.getMessage());
        }
        Map<String, Integer> extensions = new LinkedHashMap<>();
        BencodeDictionary named =
                dictionary.dictionary("m").orElse(BencodeDictionary.builder().build());
        if (named.keys().size() > MAX_EXTENSIONS) {
            throw new WireException(WireException.Fault.BAD_FIELD, "more than " + MAX_EXTENSIONS + " extensions");
        }
        for (BencodeString key : named.keys()) {
            if (named.get(key).orElse(null) instanceof BencodeInteger id && id.value() > 0 && id.value() <= MAX_ID) {
                extensions.put(key.toString(), (int) id.value());
            }
        }
        OptionalLong queue = dictionary.integer("reqq");
        OptionalLong port = dictionary.integer("p");
        boolean portKnown = port.isPresent() && port.getAsLong() >= 1 && port.getAsLong() <= MAX_PORT;
        return new ExtensionHandshake(
                extensions,
                (int) Math.max(1, Math.min(queue.orElse(DEFAULT_REQUEST_QUEUE), REQUEST_QUEUE)),
                portKnown ? OptionalInt.of((int) port.getAsLong()) : OptionalInt.empty(),
                dictionary.integer("upload_only").orElse(0) == 1 ? Interest.UPLOADS_ONLY : Interest.DOWNLOADS);
    }

    /** The payload of extended message 0. */
    public BencodeString encode() {
        BencodeDictionary.Builder named = BencodeDictionary.builder();
        extensions.forEach((name, id) -> named.put(name, id));
        BencodeDictionary.Builder all =
                BencodeDictionary.builder().put("m", named.build()).put("reqq", requestQueue);
        listenPort.ifPresent(port -> all.put("p", port));
        if (uploadOnly == Interest.UPLOADS_ONLY) {
            all.put("upload_only", 1);
        }
        return BencodeString.of(Bencode.encode(all.build()));
    }
}
