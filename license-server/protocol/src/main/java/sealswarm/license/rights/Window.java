package sealswarm.license.rights;

import java.time.Instant;
import sealswarm.license.wire.WireTime;

/**
 * When something may be used.
 *
 * @param notBefore the first moment
 * @param notAfter the end, itself outside
 */
public record Window(Instant notBefore, Until notAfter) {
    public Window {
        notBefore = WireTime.parse(WireTime.format(notBefore));
        if (notAfter.isOver(notBefore)) {
            throw new IllegalArgumentException("the window ends before it begins");
        }
    }
}
