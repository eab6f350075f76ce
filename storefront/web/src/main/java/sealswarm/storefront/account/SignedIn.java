package sealswarm.storefront.account;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sealswarm.license.problem.ProblemType;
import sealswarm.storefront.web.PageRefusal;
import sealswarm.storefront.web.Viewer;

/**
 * A person with the token that proves it, for what the shop does on their behalf.
 *
 * @param viewer the person
 * @param accessToken their access token; never printed
 */
public record SignedIn(Viewer viewer, String accessToken) {
    private static final String KEY = SignedIn.class.getName();

    /** Who is signed in on a request behind a {@link Gate}. */
    public static SignedIn of(RoutingContext context) {
        return find(context).orElseThrow(() -> new PageRefusal(ProblemType.UNAUTHENTICATED));
    }

    static Optional<SignedIn> find(RoutingContext context) {
        @Nullable SignedIn person = context.get(KEY);
        return Optional.ofNullable(person);
    }

    void on(RoutingContext context) {
        context.put(KEY, this);
    }

    @Override
    public String toString() {
        return "SignedIn[hidden, subject=" + viewer.subject() + "]";
    }
}
