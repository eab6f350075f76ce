package sealswarm.storefront.studio;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Drafts, one per title; every change is a check on {@code ver}. */
public interface DraftStore {
    /** Most drafts of one studio answered at once. */
    int MAX_LISTED = 500;

    /** The draft of a title, whoever owns it. */
    Future<Optional<Draft>> find(String titleId);

    /** Adds a draft of {@code ver} 1, or replaces the one whose {@code ver} is one below; says whether it did. */
    Future<Boolean> put(Draft next);

    /** The drafts of an owner, latest first, at most {@link #MAX_LISTED}. */
    Future<List<Draft>> ofOwner(String owner);
}
