package sealswarm.license.server.export;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import sealswarm.ledger.journal.Account;
import sealswarm.ledger.journal.Period;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.export.ExportDesk.Export;
import sealswarm.license.server.http.Access;
import sealswarm.license.server.http.ApiRequest;
import sealswarm.license.server.http.ApiRoute;
import sealswarm.license.server.http.Caller;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.http.Reply;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.http.Workers;
import sealswarm.license.server.keystore.KeyGate;
import sealswarm.license.server.ledger.LedgerProblems;
import sealswarm.license.server.royalty.StudioMembers;

/** {@code GET /v1/exports/{kind}} and its manifest. A studio gets its own rows only, and must say whose it wants. */
public final class ExportRoutes {
    private final ExportDesk desk;
    private final KeyGate keys;
    private final StudioMembers members;
    private final Workers workers;

    public ExportRoutes(ExportDesk desk, KeyGate keys, StudioMembers members, Workers workers) {
        this.desk = desk;
        this.keys = keys;
        this.members = members;
        this.workers = workers;
    }

    /** The room's lines of the route table. */
    public List<ApiRoute> routes() {
        Access readers = Access.roles(Role.ACCOUNTANT, Role.STUDIO);
        return List.of(
                ApiRoute.get("/v1/exports/{kind}", readers, request -> answer(request, ExportRoutes::file)),
                ApiRoute.get("/v1/exports/{kind}/manifest", readers, request -> answer(request, this::manifest)));
    }

    private static Reply file(Export export) {
        String type =
                ExportFormat.named(export.manifest().format()).orElseThrow().mediaType();
        return Reply.text(200, type, export.text())
                .with(
                        "Content-Disposition",
                        "attachment; filename=\"" + export.manifest().file() + "\"");
    }

    private Reply manifest(Export export) {
        return Reply.json(export.manifest().sign(keys.require().export()).bytes());
    }

    private Future<Reply> answer(ApiRequest request, Function<Export, Reply> form) {
        Callable<Reply> work = () -> form.apply(desk.export(read(request)));
        return workers.store(LedgerProblems.telling(work));
    }

    private ExportDesk.Request read(ApiRequest request) {
        ExportKind kind = ExportKind.named(request.pathParameter("kind"))
                .orElseThrow(() -> ProblemException.malformed("path.kind", "usage, charges or royalties"));
        ExportFormat format = ExportFormat.named(
                        request.queryParameter("format").orElse(""))
                .orElseThrow(() -> ProblemException.malformed("query.format", "csv or json"));
        Period period = Period.parse(request.queryParameter("period").orElse(""));
        String recipient = request.queryParameter("recipient").orElse(ExportManifest.ALL);
        if (!Account.isArgument(recipient)) {
            throw ProblemException.malformed("query.recipient", "an id of a studio or party");
        }
        requireReader(request.caller(), recipient);
        return new ExportDesk.Request(kind, period, format, recipient);
    }

    private void requireReader(Caller caller, String recipient) {
        boolean own = !recipient.equals(ExportManifest.ALL) && members.actsFor(caller.subject(), recipient);
        if (!caller.has(Role.ACCOUNTANT) && !own) {
            throw ProblemException.of(
                    ProblemType.ROLE_MISSING, "a studio exports its own rows: name it with recipient=");
        }
    }
}
