package sealswarm.storefront.studio;

import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Drafts of one process, for tests; held to the same contract as the real store. */
final class InMemoryDraftStore implements DraftStore {
    private final Map<String, Draft> drafts = new ConcurrentHashMap<>();

    @Override
    public Future<Optional<Draft>> find(String titleId) {
        return Future.succeededFuture(Optional.ofNullable(drafts.get(titleId)));
    }

    @Override
    public Future<Boolean> put(Draft next) {
        AtomicBoolean kept = new AtomicBoolean();
        drafts.compute(next.titleId(), (id, known) -> {
            kept.set(known == null ? next.ver() == 1 : known.ver() == next.ver() - 1);
            return kept.get() ? next : known;
        });
        return Future.succeededFuture(kept.get());
    }

    @Override
    public Future<List<Draft>> ofOwner(String owner) {
        return Future.succeededFuture(drafts.values().stream()
                .filter(draft -> draft.owner().equals(owner))
                .sorted(Comparator.comparing(Draft::receivedAt).reversed())
                .limit(MAX_LISTED)
                .toList());
    }
}
