package sealswarm.license.server.title;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.key.Kid;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.VerifyKey;
import sealswarm.license.message.Titles.StudioKeyState;
import sealswarm.license.message.Titles.StudioKeyView;
import sealswarm.license.message.Titles.StudioKeys;

/**
 * A studio as the server knows it.
 *
 * @param members subjects that may act for it
 * @param keys its manifest keys, oldest first
 * @param ver changes with every change
 */
public record StudioAccount(StudioId id, Set<String> members, List<Key> keys, long ver) {
    /** Most keys of one studio. */
    public static final int MAX_KEYS = 32;

    /** One manifest key. */
    public record Key(VerifyKey key, StudioKeyState state, Instant since) {
        public Kid kid() {
            return key.kid();
        }
    }

    public StudioAccount {
        members = Set.copyOf(members);
        keys = List.copyOf(keys);
    }

    /** The studio and its keys as clients are told. */
    public StudioKeys view() {
        return new StudioKeys(
                id,
                keys.stream()
                        .map(key -> new StudioKeyView(key.kid(), key.key().text(), key.state(), key.since()))
                        .toList());
    }

    /** The keys whose signature on a manifest or a new key counts. */
    public List<VerifyKey> trusted() {
        return keys.stream()
                .filter(key -> key.state() == StudioKeyState.TRUSTED)
                .map(Key::key)
                .toList();
    }

    /** Trust in this studio's keys for documents of one type. */
    public KeyTrust trust(String typ) {
        return KeyTrust.of(typ, trusted());
    }

    Optional<Key> find(Kid kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }

    /** The account with this key added, or in another state if it is there. */
    StudioAccount with(Key key) {
        List<Key> changed = new ArrayList<>();
        boolean there = false;
        for (Key known : keys) {
            boolean same = known.kid().equals(key.kid());
            changed.add(same ? key : known);
            there |= same;
        }
        if (!there) {
            changed.add(key);
        }
        return new StudioAccount(id, members, changed, ver + 1);
    }
}
