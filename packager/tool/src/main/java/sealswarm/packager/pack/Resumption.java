package sealswarm.packager.pack;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.packager.pack.PackPlan.PlannedTrack;

/** Decides whether what an earlier run left is of this job and can be believed, and finds its title key. */
final class Resumption {
    private Resumption() {}

    /**
     * The earlier run's title key, after {@code restore} got its record; empty if it was about another job.
     *
     * @throws sealswarm.format.problem.FormatException if record or sealed keys are damaged, forged or of another studio
     */
    static Optional<TitleKey> key(
            byte[] recordBytes,
            byte[] sealedBytes,
            PackKeys keys,
            String job,
            PackPlan plan,
            Consumer<ResumeRecord> restore) {
        ResumeRecord.Unverified unverified = ResumeRecord.read(recordBytes);
        Set<TrackId> planned = plan.tracks().stream().map(PlannedTrack::id).collect(Collectors.toSet());
        if (!unverified.salts().keySet().equals(planned)) {
            return Optional.empty();
        }
        SealedKeys sealed = SealedKeys.verified(
                Envelope.parse(sealedBytes, SealedKeys.TYPE),
                KeyTrust.of(SealedKeys.TYPE.typ(), keys.studio().signing().verifyKey()));
        TitleKey key = sealed.open(SealedKeys.Recipient.ESCROW, keys.studio().escrow(), unverified.salts());
        boolean sameKey = key.title().equals(plan.titleId())
                && keys.titleKey().map(given -> given.sameAs(key.secret())).orElse(true);
        Optional<ResumeRecord> record = sameKey ? unverified.verified(key) : Optional.empty();
        if (record.isEmpty() || !record.get().job().equals(job)) {
            key.close();
            return Optional.empty();
        }
        restore.accept(record.get());
        return Optional.of(key);
    }
}
