package sealswarm.license.rights;

import java.time.Instant;
import sealswarm.format.json.UtcTime;

/**
 * When something may be used.
 *
 * @param notBefore the first moment
 * @param notAfter the end, itself outside
 */
public record Window(Instant notBefore, Until notAfter) {
    public Window {
        notBefore = UtcTime.parse(UtcTime.format(notBefore));
        if (notAfter.isOver(notBefore)) {
            throw new IllegalArgumentException("the window ends before it begins");
        }
    }
}
