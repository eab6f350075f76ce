package sealswarm.storefront.studio;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.message.Accounts.Period;
import sealswarm.storefront.account.Gate;
import sealswarm.storefront.account.SignedIn;
import sealswarm.storefront.license.LicenseDesk;
import sealswarm.storefront.web.Form;
import sealswarm.storefront.web.PageRefusal;
import sealswarm.storefront.web.Pages;
import sealswarm.storefront.web.Role;
import sealswarm.storefront.web.Shell;

/**
 * What a studio sold. The figures are the license server's own charges export, asked for with the studio's token and for its rows alone.
 *
 * <pre>
 * GET  /studio/sales?period=YYYY-MM      role studio: by currency and title; without a period the latest
 * </pre>
 */
public final class SalesRoutes {
    private static final Pattern PERIOD = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");
    private static final int PERIOD_CHARS = 7;

    private final Pages pages;
    private final DraftStore drafts;
    private final LicenseDesk license;

    /** Routes over the drafts, which say for which studios a person publishes, and the license server. */
    public SalesRoutes(Pages pages, DraftStore drafts, LicenseDesk license) {
        this.pages = pages;
        this.drafts = drafts;
        this.license = license;
    }

    /** Adds the route. */
    public void addTo(Router router) {
        Shell.page(router, "/studio/sales", Gate.of(Role.STUDIO), this::sales);
    }

    private void sales(RoutingContext context) {
        SignedIn person = SignedIn.of(context);
        Optional<String> asked = Form.query(context).text("period", PERIOD_CHARS);
        if (asked.isPresent() && !PERIOD.matcher(asked.get()).matches()) {
            throw PageRefusal.notFound();
        }
        license.as(person, LicenseApi::periods)
                .map(found -> latestFirst(found.periods()))
                .compose(periods -> {
                    Optional<String> period = asked.or(() -> periods.stream().findFirst());
                    if (asked.isPresent() && !periods.contains(asked.get())) {
                        return Future.failedFuture(PageRefusal.notFound());
                    }
                    return table(person, period)
                            .compose(table -> pages.show(
                                    context,
                                    "studio-sales.jte",
                                    "sales.title",
                                    Map.of("view", new SalesView(period.orElse(""), periods, table))));
                })
                .onFailure(context::fail);
    }

    private Future<SalesTable> table(SignedIn person, Optional<String> period) {
        return drafts.ofOwner(person.viewer().subject()).compose(owned -> {
            List<String> studios = period.isEmpty()
                    ? List.of()
                    : owned.stream().map(Draft::studioId).distinct().sorted().toList();
            return license.as(person, api -> {
                SalesTable.Tally tally = new SalesTable.Tally();
                for (String studio : studios) {
                    Map<String, String> query =
                            Map.of("period", period.orElseThrow(), "format", "json", "recipient", studio);
                    try (InputStream export = api.export("charges", query)) {
                        SalesReader.read(export, tally);
                    }
                }
                return tally.table();
            });
        });
    }

    private static List<String> latestFirst(List<Period> periods) {
        List<String> names =
                new ArrayList<>(periods.stream().map(Period::period).toList());
        Collections.reverse(names);
        return List.copyOf(names);
    }

    /**
     * The page.
     *
     * @param period whose figures these are, empty if there is none yet
     * @param periods all periods, latest first
     * @param table the figures
     */
    public record SalesView(String period, List<String> periods, SalesTable table) {
        /** Keeps a copy. */
        public SalesView {
            periods = List.copyOf(periods);
        }
    }
}
