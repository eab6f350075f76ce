package sealswarm.overlay.tracker;

import java.util.List;
import sealswarm.overlay.metainfo.InfoHash;

/** Hears whom a tracker names to whom, and where subjects announce from. Called on the table's event loop; must be quick. */
public interface Introductions {
    /** Nobody listens. */
    Introductions NONE = new Introductions() {
        @Override
        public void announced(Subject subject, Endpoint from) {}

        @Override
        public void named(InfoHash swarmId, Subject announcer, List<Subject> peers, long epochSecond) {}
    };

    /** A subject announced. */
    void announced(Subject subject, Endpoint from);

    /** Peers were named to an announcer; stock clients and edges are left out. */
    void named(InfoHash swarmId, Subject announcer, List<Subject> peers, long epochSecond);
}
