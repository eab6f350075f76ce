package sealswarm.storefront.accounting;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import sealswarm.format.json.Base64Url;
import sealswarm.format.json.StrictJson;
import sealswarm.license.message.Accounts.Period;
import sealswarm.license.message.Accounts.PeriodState;
import sealswarm.license.message.Charges.VoucherBatchRequest;
import sealswarm.license.message.Charges.VoucherFunding;
import sealswarm.license.money.Money;
import sealswarm.storefront.account.Gate;
import sealswarm.storefront.account.SignedIn;
import sealswarm.storefront.license.LicenseDesk;
import sealswarm.storefront.web.Form;
import sealswarm.storefront.web.Notice;
import sealswarm.storefront.web.PageRefusal;
import sealswarm.storefront.web.Pages;
import sealswarm.storefront.web.RandomText;
import sealswarm.storefront.web.Role;
import sealswarm.storefront.web.Shell;

/**
 * The books, for role accountant.
 *
 * <pre>
 * GET  /accounts                      periods, vouchers, contracts
 * GET  /accounts/periods/{p}          totals, tie-out, previews, downloads, statements
 * POST /accounts/periods/{p}/close    closes it for good
 * GET  /accounts/exports/{kind}       period, format csv or json: the file
 * GET  /accounts/exports/{kind}/manifest   the same query: the signed manifest
 * GET  /statements/{id}               one statement
 * POST /accounts/vouchers             a batch of codes, shown this once
 * POST /accounts/contracts            a contract version, as its document
 * </pre>
 */
public final class AccountRoutes {
    private static final Pattern PERIOD = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:~-]{1,128}");
    private static final Pattern FORMAT = Pattern.compile("csv|json");
    private static final int MAX_CONTRACT_CHARS = 48 * 1024;
    private static final int MAX_NOTE_CHARS = 500;
    private static final int MAX_FIELD_CHARS = 64;

    private final Pages pages;
    private final LicenseDesk license;
    private final RandomText random;

    /** Routes over the license server. */
    public AccountRoutes(Pages pages, LicenseDesk license, RandomText random) {
        this.pages = pages;
        this.license = license;
        this.random = random;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        Gate accountant = Gate.of(Role.ACCOUNTANT);
        Shell.page(router, "/accounts", accountant, this::overview);
        Shell.page(router, "/accounts/periods/:period", accountant, this::period);
        router.post("/accounts/periods/:period/close").handler(accountant).handler(this::close);
        router.get("/accounts/exports/:kind").handler(accountant).handler(this::export);
        router.get("/accounts/exports/:kind/manifest").handler(accountant).handler(this::manifest);
        Shell.page(router, "/statements/:id", accountant, this::statement);
        router.post("/accounts/vouchers").handler(accountant).handler(this::vouchers);
        router.post("/accounts/contracts").handler(accountant).handler(this::contract);
    }

    private void overview(RoutingContext context) {
        license.as(SignedIn.of(context), api -> api.periods())
                .compose(found -> {
                    List<Period> latestFirst = new ArrayList<>(found.periods());
                    Collections.reverse(latestFirst);
                    return pages.show(
                            context,
                            "accounts.jte",
                            "accounts.title",
                            Map.of("periods", List.copyOf(latestFirst), "voucherKey", random.token()));
                })
                .onFailure(context::fail);
    }

    private void period(RoutingContext context) {
        SignedIn person = SignedIn.of(context);
        String name = checked(context.pathParam("period"), PERIOD);
        license.as(person, api -> api.periods())
                .map(found -> found.periods().stream()
                        .filter(each -> each.period().equals(name))
                        .findFirst()
                        .orElseThrow(PageRefusal::notFound))
                .compose(period -> statements(person, period).compose(statements -> summaries(person, name)
                        .compose(summaries -> pages.showTitled(
                                context,
                                "period.jte",
                                name,
                                Map.of("view", new PeriodView(period, statements, summaries))))))
                .onFailure(context::fail);
    }

    /** Ids of a closed period's statements: closing again changes nothing and answers them. */
    private Future<List<String>> statements(SignedIn person, Period period) {
        return period.state() == PeriodState.CLOSED
                ? license.as(person, api -> api.closePeriod(period.period()).statementIds())
                : Future.succeededFuture(List.of());
    }

    private Future<List<ExportSummary>> summaries(SignedIn person, String period) {
        List<Future<Optional<ExportSummary>>> all = new ArrayList<>();
        for (ExportKind kind : ExportKind.values()) {
            all.add(summary(person, kind, period)
                    .map(Optional::of)
                    .recover(failure -> failure instanceof PageRefusal
                            ? Future.succeededFuture(Optional.empty())
                            : Future.failedFuture(failure)));
        }
        return Future.all(all).map(done -> {
            List<ExportSummary> found = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                Optional<ExportSummary> summary = done.resultAt(i);
                summary.ifPresent(found::add);
            }
            return List.copyOf(found);
        });
    }

    private Future<ExportSummary> summary(SignedIn person, ExportKind kind, String period) {
        Map<String, String> query = Map.of("period", period, "format", "json");
        return license.as(person, api -> {
            String payload = StrictJson.parseObject(
                            api.exportManifest(kind.text(), query), ExportSummary.MAX_PREVIEW_BYTES)
                    .path("payload")
                    .asText();
            try (InputStream in = api.export(kind.text(), query)) {
                return ExportSummary.read(kind, in, Base64Url.decode(payload));
            }
        });
    }

    private void close(RoutingContext context) {
        String period = checked(context.pathParam("period"), PERIOD);
        license.as(SignedIn.of(context), api -> api.closePeriod(period))
                .compose(closed -> Pages.sendOn(context, Notice.CLOSED.on("/accounts/periods/" + period)))
                .onFailure(context::fail);
    }

    private void export(RoutingContext context) {
        ExportKind kind = kind(context);
        Map<String, String> query = query(context);
        String format = query.getOrDefault("format", "csv");
        license.as(SignedIn.of(context), api -> api.export(kind.text(), query))
                .compose(source -> {
                    named(context, kind, query, format);
                    context.response()
                            .putHeader(
                                    "Content-Type",
                                    format.equals("csv") ? "text/csv; charset=utf-8" : "application/json");
                    return new Download(license, source, context.response()).send();
                })
                .onFailure(context::fail);
    }

    private void manifest(RoutingContext context) {
        ExportKind kind = kind(context);
        Map<String, String> query = query(context);
        license.as(SignedIn.of(context), api -> api.exportManifest(kind.text(), query))
                .compose(bytes -> {
                    named(context, kind, query, query.getOrDefault("format", "csv") + ".manifest.json");
                    return context.response()
                            .putHeader("Content-Type", "application/json")
                            .end(Buffer.buffer(bytes));
                })
                .onFailure(context::fail);
    }

    private void statement(RoutingContext context) {
        String id = checked(context.pathParam("id"), NAME);
        license.as(SignedIn.of(context), api -> StatementView.of(id, api.statement(id)))
                .compose(view -> pages.showTitled(context, "statement.jte", id, Map.of("view", view)))
                .onFailure(context::fail);
    }

    private void vouchers(RoutingContext context) {
        Form form = Form.of(context);
        String key = form.required("voucherKey", MAX_FIELD_CHARS);
        VoucherBatchRequest request = batch(form);
        license.as(SignedIn.of(context), api -> api.vouchers(key, request))
                .compose(made -> {
                    context.response().putHeader("Cache-Control", "no-store");
                    return pages.show(context, "vouchers.jte", "vouchers.title", Map.of("made", made));
                })
                .onFailure(context::fail);
    }

    private static VoucherBatchRequest batch(Form form) {
        String batch = checked(form.required("batch", MAX_FIELD_CHARS), NAME);
        try {
            int count = Integer.parseInt(form.required("count", 4));
            Money amount = Money.parse(form.required("currency", 3), form.required("amount", MAX_FIELD_CHARS));
            VoucherFunding funding = VoucherFunding.valueOf(form.required("fundedBy", MAX_FIELD_CHARS));
            return new VoucherBatchRequest(batch, count, amount, funding, form.required("note", MAX_NOTE_CHARS));
        } catch (IllegalArgumentException e) {
            throw PageRefusal.malformed("count, amount, currency or fundedBy");
        }
    }

    private void contract(RoutingContext context) {
        Form form = Form.of(context);
        String id = checked(form.required("contractId", MAX_FIELD_CHARS), NAME);
        String document = form.required("document", MAX_CONTRACT_CHARS);
        int version = version(form);
        license.as(SignedIn.of(context), api -> api.putContract(id, version, document.getBytes(StandardCharsets.UTF_8)))
                .compose(stored -> Pages.sendOn(context, Notice.CONTRACT_SAVED.on("/accounts")))
                .onFailure(context::fail);
    }

    private static int version(Form form) {
        try {
            return Integer.parseInt(form.required("version", 6));
        } catch (NumberFormatException e) {
            throw PageRefusal.malformed("version");
        }
    }

    private static ExportKind kind(RoutingContext context) {
        return ExportKind.of(context.pathParam("kind")).orElseThrow(PageRefusal::notFound);
    }

    private static Map<String, String> query(RoutingContext context) {
        Form query = Form.query(context);
        return Map.of(
                "period", checked(query.required("period", 7), PERIOD),
                "format", checked(query.text("format", 4).orElse("csv"), FORMAT));
    }

    private static void named(RoutingContext context, ExportKind kind, Map<String, String> query, String ending) {
        String name = "sealswarm-" + kind.text() + "-" + query.getOrDefault("period", "") + "." + ending;
        context.response()
                .putHeader("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .putHeader("Cache-Control", "no-store");
    }

    private static String checked(String value, Pattern form) {
        if (!form.matcher(value).matches()) {
            throw PageRefusal.notFound();
        }
        return value;
    }

    /**
     * A period with what belongs to it.
     *
     * @param period the period
     * @param statementIds its statements, once closed
     * @param exports what can be exported, as far as the license server offers it
     */
    public record PeriodView(Period period, List<String> statementIds, List<ExportSummary> exports) {
        /** Keeps copies. */
        public PeriodView {
            statementIds = List.copyOf(statementIds);
            exports = List.copyOf(exports);
        }
    }
}
