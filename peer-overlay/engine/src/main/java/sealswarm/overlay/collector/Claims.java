package sealswarm.overlay.collector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.overlay.ack.AckStatement;
import sealswarm.overlay.ack.AckedSession;
import sealswarm.overlay.ack.Digest32;
import sealswarm.overlay.token.Pseudonym;

/** The claims of the last day, one for each session and whether it was believed; bounded, the oldest gives way. */
final class Claims {
    /** Claims kept of either kind. */
    static final int MAX_CLAIMS = 50_000;

    private final Map<Digest32, Claim> believed = bounded();
    private final Map<Digest32, Claim> refused = bounded();

    private static Map<Digest32, Claim> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Digest32, Claim> eldest) {
                return size() > MAX_CLAIMS;
            }
        };
    }

    void believed(AckLedger.Acked acked) {
        AckStatement last = acked.last().statement();
        believed.put(
                last.session(),
                new Claim(
                        last.swarmId(),
                        acked.uploader().subject(),
                        acked.downloader().subject(),
                        last.cumulativeBytes(),
                        last.fromEpochSecond(),
                        last.toEpochSecond(),
                        Optional.empty()));
    }

    void refused(AckedSession session, Pseudonym handedInBy, AckRefusal refusal) {
        AckStatement last = session.last().statement();
        refused.put(
                last.session(),
                new Claim(
                        last.swarmId(),
                        handedInBy,
                        session.downloader().subject(),
                        last.cumulativeBytes(),
                        last.fromEpochSecond(),
                        last.toEpochSecond(),
                        Optional.of(refusal)));
    }

    void forgetBefore(long epochSecond) {
        believed.values().removeIf(claim -> claim.toEpochSecond() < epochSecond);
        refused.values().removeIf(claim -> claim.toEpochSecond() < epochSecond);
    }

    List<Claim> all() {
        return java.util.stream.Stream.concat(believed.values().stream(), refused.values().stream())
                .toList();
    }
}
