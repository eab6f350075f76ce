package sealswarm.overlay.webseed;

import java.util.Optional;
import sealswarm.overlay.token.EdgeToken;

/** Says whom the web seed serves now. Asked on the edge's event loop; must be quick. */
public interface Admission {
    /** What becomes of a request for data. */
    sealed interface Verdict {
        /** It is served. */
        record Served() implements Verdict {}

        /**
         * The holder is asked to go elsewhere.
         *
         * @param sibling address of an edge that has room, without a slash at the end; nothing if none has
         * @param retrySeconds when it may come here again
         */
        record Elsewhere(Optional<String> sibling, int retrySeconds) implements Verdict {}
    }

    /** Judges a request, which is served at once if the verdict says so. */
    Verdict judge(EdgeToken holder);
}
