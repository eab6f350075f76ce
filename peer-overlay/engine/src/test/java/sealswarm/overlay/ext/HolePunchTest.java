package sealswarm.overlay.ext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.wire.WireException;

class HolePunchTest {
    private static BencodeString bytes(String hex) {
        return BencodeString.of(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "0000c00002071ae100000000, RENDEZVOUS, 192.0.2.7, 6881",
        "010120010db8000000010000000000000005ffff00000000, CONNECT, 2001:db8:0:1:0:0:0:5, 65535"
    })
    void aMessageIsReadAndWrittenAsItStands(String hex, HolePunch.Kind kind, String host, int port)
            throws WireException {
        HolePunch message = HolePunch.of(kind, host, port);
        assertEquals(message, HolePunch.decode(bytes(hex)));
        assertEquals(bytes(hex), message.encode());
    }

    @Test
    void theErrorCodeMayBeLeftOutWhereThereIsNone() throws WireException {
        assertEquals(
                HolePunch.of(HolePunch.Kind.CONNECT, "192.0.2.7", 6_881), HolePunch.decode(bytes("0100c00002071ae1")));
        assertThrows(WireException.class, () -> HolePunch.decode(bytes("0200c00002071ae1")));
    }

    @Test
    void everyErrorComesBack() throws WireException {
        HolePunch wish = HolePunch.of(HolePunch.Kind.RENDEZVOUS, "192.0.2.7", 6_881);
        for (HolePunch.Failure why : HolePunch.Failure.values()) {
            if (why != HolePunch.Failure.NONE) {
                HolePunch refusal = wish.refused(why);
                assertEquals(refusal, HolePunch.decode(refusal.encode()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"::1, 00000000000000000000000000000001", "2001:db8::, 20010db8000000000000000000000000"})
    void aGapInAnAddressIsFilled(String host, String hex) {
        assertEquals(
                bytes("0101" + hex + "1ae100000000"),
                HolePunch.of(HolePunch.Kind.CONNECT, host, 6_881).encode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "0300c00002071ae100000000",
                "0002c00002071ae100000000",
                "0000c0000207",
                "0000c00002070000",
                "0000c00002071ae10000000000",
                "0001c00002071ae100000000"
            })
    void whatIsMalformedIsRefused(String hex) {
        assertThrows(WireException.class, () -> HolePunch.decode(bytes(hex)));
    }
}
