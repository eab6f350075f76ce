package sealswarm.overlay.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import sealswarm.overlay.swarm.Sharing;

class HostLimitsTest {
    private static final HostLimits START = new HostLimits(7, 8, Sharing.OPEN);

    @Test
    void whatAFileSaysReplacesWhatWasSetAndTheRestStays() {
        assertEquals(START, START.changedBy(""));
        assertEquals(START, START.changedBy("# nothing\n\n"));
        assertEquals(new HostLimits(500 << 10, 8, Sharing.OPEN), START.changedBy("upload-limit: 500K"));
        assertEquals(new HostLimits(7, 0, Sharing.PAUSED), START.changedBy("  sharing: paused\r\ndownload-limit:0\n"));
    }

    @Test
    void whatItCannotUnderstandIsRefusedByLine() {
        for (String bad :
                new String[] {"upload-limit", "upload-limit: fast", "upload: 5", "sharing: OPEN", "sharing:", ": 5"}) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class, () -> START.changedBy("download-limit: 1\n" + bad), bad);
            assertTrue(String.valueOf(refused.getMessage()).startsWith("line 2: "), refused.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> new HostLimits(-1, 0, Sharing.OPEN));
        assertThrows(IllegalArgumentException.class, () -> new HostLimits(0, -1, Sharing.OPEN));
    }
}
