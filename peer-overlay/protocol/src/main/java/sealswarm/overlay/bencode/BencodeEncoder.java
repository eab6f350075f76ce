package sealswarm.overlay.bencode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes values in their one canonical form. */
final class BencodeEncoder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private BencodeEncoder() {}

    static byte[] encode(BencodeValue value) {
        BencodeEncoder encoder = new BencodeEncoder();
        encoder.write(value);
        return encoder.out.toByteArray();
    }

    static byte[] dictionary(List<BencodeString> keys, List<BencodeValue> values) {
        BencodeEncoder encoder = new BencodeEncoder();
        encoder.out.write('d');
        for (int i = 0; i < keys.size(); i++) {
            encoder.write(keys.get(i));
            encoder.write(values.get(i));
        }
        encoder.out.write('e');
        return encoder.out.toByteArray();
    }

    private void write(BencodeValue value) {
        if (value instanceof BencodeInteger integer) {
            out.writeBytes(("i" + integer.value() + "e").getBytes(StandardCharsets.US_ASCII));
        } else if (value instanceof BencodeString string) {
            out.writeBytes((string.length() + ":").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(string.bytes());
        } else if (value instanceof BencodeList list) {
            out.write('l');
            list.items().forEach(this::write);
            out.write('e');
        } else if (value instanceof BencodeDictionary dictionary) {
            out.writeBytes(dictionary.encoded());
        }
    }
}
