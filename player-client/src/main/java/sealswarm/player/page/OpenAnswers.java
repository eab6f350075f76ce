package sealswarm.player.page;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The media answers under way, bounded: one more than {@link #MAX} ends the oldest, whose reader asks again if it still wants
 * the bytes. Thread-safe.
 */
final class OpenAnswers {
    /** Most answers under way; a browser has at most six per origin. */
    static final int MAX = 24;

    private final Set<Place> places = new LinkedHashSet<>();

    /** An answer's place; {@link #leave} frees it. */
    final class Place {
        private final Runnable drop;

        private Place(Runnable drop) {
            this.drop = drop;
        }

        void leave() {
            synchronized (places) {
                places.remove(this);
            }
        }
    }

    /** Takes a place. {@code drop} is called if it has to go before it left. */
    Place take(Runnable drop) {
        Place taken = new Place(drop);
        Place oldest = taken;
        synchronized (places) {
            places.add(taken);
            if (places.size() > MAX) {
                oldest = places.iterator().next();
                places.remove(oldest);
            }
        }
        if (oldest != taken) {
            oldest.drop.run();
        }
        return taken;
    }

    int count() {
        synchronized (places) {
            return places.size();
        }
    }
}
