package sealswarm.license.server.grant;

import java.util.List;
import java.util.Optional;
import sealswarm.format.key.TitleId;
import sealswarm.license.message.Grants.GrantState;

/** Collection {@code grants}. Blocking; thread-safe; what returns is durable. */
public interface GrantStore {
    /**
     * Which grants to list.
     *
     * @param subject whose; empty for all
     * @param after id after which the page begins; empty for the first
     * @param limit 1 to {@link sealswarm.license.message.Grants#MAX_PAGE}
     */
    record Query(
            Optional<String> subject,
            Optional<TitleId> title,
            Optional<GrantState> state,
            Optional<Integer> devices,
            String after,
            int limit) {}

    /** Stores a grant unless one of its id is there; returns what is there afterwards. */
    StoredGrant insert(StoredGrant grant);

    Optional<StoredGrant> find(String id);

    /** The grant of this id if it is this subject's: the owner is part of the lookup itself. */
    Optional<StoredGrant> find(String id, String subject);

    /**
     * Stores a changed grant if the stored version is one less than its own.
     *
     * @return whether it did
     */
    boolean replace(StoredGrant grant);

    /** A page of grants by id. */
    List<StoredGrant> list(Query query);

    /** Whether a subject has an active grant of a title. */
    boolean holds(String subject, TitleId title);
}
