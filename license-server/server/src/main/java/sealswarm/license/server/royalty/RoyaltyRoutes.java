package sealswarm.license.server.royalty;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.Callable;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.royalty.ContractVersion;
import sealswarm.ledger.statement.StatementDocument;
import sealswarm.license.message.Accounts;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.Access;
import sealswarm.license.server.http.ApiRequest;
import sealswarm.license.server.http.ApiRoute;
import sealswarm.license.server.http.Caller;
import sealswarm.license.server.http.EmptyBody;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.http.Reply;
import sealswarm.license.server.http.Role;
import sealswarm.license.server.http.Workers;
import sealswarm.license.server.ledger.LedgerProblems;
import sealswarm.license.wire.WireJson;

/** Routes of contracts, periods and statements. A studio reads its own statements only. */
public final class RoyaltyRoutes {
    /** Largest contract: five thousand parties. */
    static final int CONTRACT_BYTES = 2 * 1024 * 1024;

    private final ContractDesk contracts;
    private final PeriodDesk periods;
    private final StatementStore statements;
    private final StudioMembers members;
    private final Workers workers;

    public RoyaltyRoutes(
            ContractDesk contracts,
            PeriodDesk periods,
            StatementStore statements,
            StudioMembers members,
            Workers workers) {
        this.contracts = contracts;
        this.periods = periods;
        this.statements = statements;
        this.members = members;
        this.workers = workers;
    }

    /** The room's lines of the route table. */
    public List<ApiRoute> routes() {
        Access accountant = Access.roles(Role.ACCOUNTANT);
        Access readers = Access.roles(Role.ACCOUNTANT, Role.STUDIO);
        return List.of(
                ApiRoute.put("/v1/contracts/{contractId}/versions/{version}", accountant, this::putContract)
                        .upTo(CONTRACT_BYTES),
                ApiRoute.get("/v1/periods", readers, this::list),
                ApiRoute.post("/v1/periods/{period}/close", accountant, this::close),
                ApiRoute.get("/v1/statements/{statementId}", readers, this::statement));
    }

    private Future<Reply> putContract(ApiRequest request) {
        return answer(() -> {
            ContractVersion version = WireJson.readRequest(request.bodyBytes(), ContractVersion.class, CONTRACT_BYTES);
            if (!version.contractId().equals(request.pathParameter("contractId"))
                    || version.version() != request.pathNumber("version", 1)) {
                throw ProblemException.malformed("contractId", "the contract and version of the path");
            }
            ContractVersion stored = contracts.store(version);
            return Reply.json(WireJson.write(
                    new Accounts.ContractStored(stored.contractId(), stored.version(), stored.validFrom())));
        });
    }

    private Future<Reply> list(ApiRequest request) {
        return answer(() -> Reply.json(WireJson.write(new Accounts.Periods(periods.periods()))));
    }

    private Future<Reply> close(ApiRequest request) {
        request.json(EmptyBody.class);
        return answer(() -> {
            request.idempotencyKey();
            return Reply.json(WireJson.write(periods.close(Period.parse(request.pathParameter("period")))));
        });
    }

    private Future<Reply> statement(ApiRequest request) {
        return answer(() -> {
            StatementDocument found = statements
                    .find(request.pathParameter("statementId"))
                    .filter(each ->
                            mayRead(request.caller(), each.statement().party().id()))
                    .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND, "no such statement"));
            return Reply.text(200, Reply.JSON, found.text()).with("ETag", "\"" + found.hash() + "\"");
        });
    }

    private boolean mayRead(Caller caller, String party) {
        return caller.has(Role.ACCOUNTANT) || members.actsFor(caller.subject(), party);
    }

    private Future<Reply> answer(Callable<Reply> work) {
        return workers.store(LedgerProblems.telling(work));
    }
}
