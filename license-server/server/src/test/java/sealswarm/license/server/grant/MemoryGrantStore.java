package sealswarm.license.server.grant;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import sealswarm.format.key.TitleId;
import sealswarm.license.message.Grants.GrantState;

/** {@link GrantStore} in memory. */
public final class MemoryGrantStore implements GrantStore {
    private final TreeMap<String, StoredGrant> grants = new TreeMap<>();

    @Override
    public synchronized StoredGrant insert(StoredGrant grant) {
        StoredGrant before = grants.putIfAbsent(grant.id(), grant);
        return before == null ? grant : before;
    }

    @Override
    public synchronized Optional<StoredGrant> find(String id) {
        return Optional.ofNullable(grants.get(id));
    }

    @Override
    public Optional<StoredGrant> find(String id, String subject) {
        return find(id).filter(grant -> grant.subject().equals(subject));
    }

    @Override
    public synchronized boolean replace(StoredGrant grant) {
        boolean next =
                find(grant.id()).filter(known -> known.ver() == grant.ver() - 1).isPresent();
        if (next) {
            grants.put(grant.id(), grant);
        }
        return next;
    }

    @Override
    public synchronized List<StoredGrant> list(Query query) {
        return grants.tailMap(query.after(), false).values().stream()
                .filter(grant -> query.subject().map(grant.subject()::equals).orElse(true))
                .filter(grant -> query.title().map(grant.title()::equals).orElse(true))
                .filter(grant -> query.state().map(grant.state()::equals).orElse(true))
                .filter(grant -> query.devices()
                        .map(count -> count
                                == grant.holders().stream()
                                        .filter(Holder::holdsSlot)
                                        .count())
                        .orElse(true))
                .limit(query.limit())
                .toList();
    }

    @Override
    public synchronized boolean holds(String subject, TitleId title) {
        return grants.values().stream()
                .anyMatch(grant -> grant.subject().equals(subject)
                        && grant.title().equals(title)
                        && grant.state() == GrantState.ACTIVE);
    }
}
