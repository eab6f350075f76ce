package sealswarm.overlay.bencode;

import java.util.List;

/** A bencoded list. */
public record BencodeList(List<BencodeValue> items) implements BencodeValue {
    public BencodeList {
        items = List.copyOf(items);
    }

    @Override
    public Kind kind() {
        return Kind.LIST;
    }
}
