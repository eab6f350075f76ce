package sealswarm.overlay.bencode;

/** Decoding and encoding of BEP 3's bencoding. Stateless; safe for any thread. */
public final class Bencode {
    private Bencode() {}

    /**
     * The one value that {@code bytes} hold. Only canonical bencoding is accepted: keys strictly ascending, no leading zeros, no
     * negative zero, no trailing bytes.
     *
     * @throws BencodeException if the bytes are anything else, or exceed {@code limits}; nothing larger than the input is ever
     *     allocated on account of a declared length
     */
    public static BencodeValue decode(byte[] bytes, BencodeLimits limits) throws BencodeException {
        return new BencodeDecoder(bytes, limits).decode();
    }

    /**
     * As {@link #decode} where the document must be a dictionary.
     *
     * @throws BencodeException as {@link #decode}, and if the value is of another kind
     */
    public static BencodeDictionary decodeDictionary(byte[] bytes, BencodeLimits limits) throws BencodeException {
        if (decode(bytes, limits) instanceof BencodeDictionary dictionary) {
            return dictionary;
        }
        throw new BencodeException(BencodeException.Fault.UNEXPECTED_BYTE, 0, "a dictionary is expected");
    }

    /** The canonical encoding of a value. */
    public static byte[] encode(BencodeValue value) {
        return BencodeEncoder.encode(value);
    }
}
