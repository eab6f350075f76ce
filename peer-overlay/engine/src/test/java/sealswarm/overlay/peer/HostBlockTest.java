package sealswarm.overlay.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostBlockTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:0:1:2:3:4:5, 2001:db8:0:1::/64",
        "2001:db8:0:1::5, 2001:db8:0:1::/64",
        "2001:0db8:0000:0001::, 2001:db8:0:1::/64",
        "2001:db8::1, 2001:db8:0:0::/64",
        "::1, 0:0:0:0::/64",
        "0:0:0:0:0:0:0:1, 0:0:0:0::/64",
        "fe80::1%eth0, fe80:0:0:0::/64"
    })
    void isTheAddressOrTheFirstHalfOfIt(String host, String block) {
        assertEquals(block, HostBlock.of(host));
    }

    @Test
    void neighboursInOtherBlocksAreOthers() {
        assertNotEquals(HostBlock.of("2001:db8:0:1::5"), HostBlock.of("2001:db8:0:2::5"));
        assertNotEquals(HostBlock.of("192.0.2.7"), HostBlock.of("192.0.2.8"));
    }
}
