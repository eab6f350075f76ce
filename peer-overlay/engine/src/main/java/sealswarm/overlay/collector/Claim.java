package sealswarm.overlay.collector;

import java.util.Optional;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;

/**
 * What one session's acks claim, as the auditor looks at it.
 *
 * @param swarmId the track
 * @param uploader who is to have sent
 * @param downloader who signed
 * @param bytes what is claimed: believed, or at least asked for
 * @param fromEpochSecond begin of the session
 * @param toEpochSecond last ack
 * @param refusal why it was not believed, if so
 */
public record Claim(
        SwarmId swarmId,
        Pseudonym uploader,
        Pseudonym downloader,
        long bytes,
        long fromEpochSecond,
        long toEpochSecond,
        Optional<AckRefusal> refusal) {}
