package sealswarm.license.server.title;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.VerifyKey;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.revocation.Withdrawals;

/**
 * The newest revision of each title and the keys its studio signs with, remembered for {@link #LIFE}: issuing asks for the
 * same titles over and over. Blocking; thread-safe.
 */
public final class TitleShelf {
    /** How long a change at another server may stay unseen. */
    public static final Duration LIFE = Duration.ofSeconds(2);

    /** Most titles remembered. */
    public static final int MAX_TITLES = 256;

    /** A title as it is issued now. */
    public record Issue(TitleHead head, TitleRevision revision, List<VerifyKey> studioKeys) {
        public Issue {
            studioKeys = List.copyOf(studioKeys);
        }
    }

    private record Held(Issue issue, Instant at) {}

    private final TitleStore store;
    private final Withdrawals withdrawals;
    private final InstantSource clock;
    private final Map<TitleId, Held> held = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TitleId, Held> eldest) {
            return size() > MAX_TITLES;
        }
    };

    public TitleShelf(TitleStore store, Withdrawals withdrawals, InstantSource clock) {
        this.store = store;
        this.withdrawals = withdrawals;
        this.clock = clock;
    }

    /**
     * The title as licenses are issued for it.
     *
     * @throws ProblemException not-found; title-withdrawn if its newest package, or the key that signed it, was taken back
     */
    public Issue forLicense(TitleId title) {
        Issue issue = find(title)
                .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND, "the title is not registered"));
        if (withdrawals.cover(issue.revision().signer().kid(), issue.revision().packageId())) {
            throw ProblemException.of(
                    ProblemType.TITLE_WITHDRAWN,
                    "this revision was withdrawn; it plays again once a new one is published");
        }
        return issue;
    }

    /** The title, or empty if no revision of it is registered. */
    public Optional<Issue> find(TitleId title) {
        Instant now = clock.instant();
        synchronized (held) {
            Held known = held.get(title);
            if (known != null && now.isBefore(known.at().plus(LIFE)) && !now.isBefore(known.at())) {
                return Optional.of(known.issue());
            }
        }
        Optional<Issue> read = store.head(title)
                .filter(head -> head.latest() > 0)
                .flatMap(head -> store.revision(title, head.latest()).flatMap(revision -> store.studio(head.studio())
                        .map(studio -> new Issue(head, revision, studio.trusted()))));
        read.ifPresent(issue -> {
            synchronized (held) {
                held.put(title, new Held(issue, now));
            }
        });
        return read;
    }
}
