package sealswarm.ledger.counting;

import java.util.Optional;

/** What counting asks about grants and tracks; answers must not change once given. */
public interface PlayFacts {
    /** The terms of a grant; empty if there is no such grant. */
    Optional<GrantTerms> grant(String grantId);

    /** Duration of a track in milliseconds; 0 if unknown. */
    long durationMillis(String titleId, String trackId);
}
