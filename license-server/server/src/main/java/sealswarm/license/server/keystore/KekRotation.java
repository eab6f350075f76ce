package sealswarm.license.server.keystore;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.console.exit.Refusal;

/**
 * Follows the key file while the server runs. A new key is taken over beside those held, everything stored is sealed under the
 * current one, and only then are keys forgotten that left the file; one that stored values still need is kept until they do not, and
 * {@link #trouble} names it. Blocking; thread-safe.
 */
public final class KekRotation {
    /** How long a key that left the file is held after the others were taken over: longer than any room remembers a sealed value. */
    public static final Duration HOLD = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(KekRotation.class);

    private final KeyGate gate;
    private final Supplier<KeyEncryptionKeys> file;
    private final SealedValues values;
    private final InstantSource clock;
    private List<KekId> joined = List.of();
    private Instant joinedAt = Instant.MIN;
    private boolean settled;
    private volatile Optional<String> trouble = Optional.empty();

    /** @param file reads the keys as they are now; each result is closed here */
    public KekRotation(KeyGate gate, Supplier<KeyEncryptionKeys> file, SealedValues values, InstantSource clock) {
        this.gate = gate;
        this.file = file;
        this.values = values;
        this.clock = clock;
    }

    /**
     * Refuses to start where stored values could not be opened.
     *
     * @throws Refusal naming the keys that are missing
     */
    public void requireAllHeld() {
        Set<KekId> missing = new HashSet<>(values.neededKeks());
        gate.require().kekIds().forEach(missing::remove);
        if (!missing.isEmpty()) {
            throw Refusal.usage(
                    "kek-missing",
                    "title keys are sealed under key-encryption key " + names(missing)
                            + ", which the key file does not hold",
                    "put its line back into the file, above the last one, from your copy");
        }
    }

    /** Looks at the file and finishes whatever a change of it, or a crash amid one, left to do. Cheap where nothing is. */
    public synchronized void follow() {
        if (!gate.isOpen()) {
            return;
        }
        try (KeyEncryptionKeys fresh = file.get()) {
            Keystore keystore = gate.require();
            if (settled && fresh.ids().equals(keystore.kekIds())) {
                return;
            }
            if (!fresh.ids().equals(joined)) {
                keystore.join(fresh);
                joined = fresh.ids();
                joinedAt = clock.instant();
                settled = false;
            }
            values.sealAnew(keystore);
            boolean forgetsNothing = joined.equals(keystore.kekIds());
            if (forgetsNothing || !clock.instant().isBefore(joinedAt.plus(HOLD))) {
                settle(keystore, fresh);
            }
        } catch (RuntimeException unreadable) {
            settled = false;
            trouble = Optional.of("the key file cannot be used: " + unreadable.getMessage());
            LOG.atError().addKeyValue("reason", unreadable.getMessage()).log("key-encryption keys not changed");
        }
    }

    private void settle(Keystore keystore, KeyEncryptionKeys fresh) {
        List<KekId> wanted = fresh.ids();
        Set<KekId> needed = new HashSet<>(values.neededKeks());
        needed.addAll(keystore.neededKeks());
        Set<KekId> old = new HashSet<>(needed);
        old.remove(wanted.get(wanted.size() - 1));
        needed.removeAll(wanted);
        if (needed.isEmpty()) {
            keystore.holdOnly(fresh.keeping(fresh));
            trouble = old.isEmpty()
                    ? Optional.empty()
                    : Optional.of("some title keys cannot be sealed anew and stay under " + names(old));
        } else {
            trouble = Optional.of("key-encryption key " + names(needed)
                    + " left the key file, but stored values need it: put it back");
        }
        settled = trouble.isEmpty();
        LOG.atInfo()
                .addKeyValue("current", wanted.get(wanted.size() - 1))
                .addKeyValue("held", keystore.kekIds())
                .addKeyValue("trouble", trouble.orElse("none"))
                .log("key-encryption keys followed");
    }

    /** What an operator must mend, in words that may be shown. */
    public Optional<String> trouble() {
        return trouble;
    }

    private static String names(Set<KekId> ids) {
        return ids.stream().map(KekId::text).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining(", "));
    }
}
