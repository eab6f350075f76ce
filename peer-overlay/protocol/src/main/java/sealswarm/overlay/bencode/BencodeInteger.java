package sealswarm.overlay.bencode;

/** A bencoded integer: any 64-bit signed value. */
public record BencodeInteger(long value) implements BencodeValue {
    @Override
    public Kind kind() {
        return Kind.INTEGER;
    }
}
