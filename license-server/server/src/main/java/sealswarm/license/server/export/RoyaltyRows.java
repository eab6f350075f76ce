package sealswarm.license.server.export;

import java.util.ArrayList;
import java.util.List;
import sealswarm.ledger.statement.Statement;
import sealswarm.ledger.statement.StatementDocument;
import sealswarm.ledger.statement.StatementLine;
import sealswarm.license.money.Money;

/** The rows of a royalties export: each statement's opening, its lines, its closing. */
final class RoyaltyRows {
    private final TitleNames titles;

    RoyaltyRows(TitleNames titles) {
        this.titles = titles;
    }

    List<RowBuilder> rows(List<StatementDocument> statements) {
        List<RowBuilder> rows = new ArrayList<>();
        for (StatementDocument document : statements) {
            Statement statement = document.statement();
            rows.add(balance(statement, "OPENING", statement.tieOut().opening()));
            statement.lines().forEach(line -> rows.add(line(statement, line)));
            // Negated, so that the amounts of one statement add up to zero when nothing is missing.
            rows.add(balance(statement, "CLOSING", statement.tieOut().closing().negated()));
        }
        return rows;
    }

    private static RowBuilder balance(Statement statement, String type, Money amount) {
        return row(statement, type).money("amount", amount);
    }

    private RowBuilder line(Statement statement, StatementLine line) {
        return row(statement, line.type().name())
                .text("origin_period", line.originPeriod().toString())
                .number("contract_version", line.contractVersion())
                .text("line_id", line.lineId())
                .text("title_id", line.titleId())
                .text("title", titles.title(line.titleId()).name())
                .text("track_id", line.trackId())
                .text("territory", line.territory())
                .text("use_type", line.useType().text())
                .text("commercial_model", line.commercialModel().text())
                .text("basis", line.basis().name())
                .number("usages", line.usages())
                .number("returns", line.returns())
                .number("net_usages", line.usages() - line.returns())
                .money("gross", line.gross())
                .money("tax", line.tax())
                .text("deductions", line.deductions().text())
                .money("net", line.net())
                .text("rate", line.rate().text())
                .money("earned", line.earned())
                .number("share_num", line.shareNum())
                .number("share_den", line.shareDen())
                .money("amount", line.amount())
                .text("receipt_root", statement.receiptRoot().hex());
    }

    private static RowBuilder row(Statement statement, String type) {
        return new RowBuilder(ExportKind.ROYALTIES)
                .text("line_type", type)
                .text("statement_id", statement.statementId())
                .number("rev", statement.rev())
                .text("restates", statement.restates())
                .text("period", statement.period().toString())
                .text("contract_id", statement.contractId())
                .text("rights_type", statement.rightsType())
                .text("party_id", statement.party().id())
                .text("party_name", statement.party().name())
                .text("party_dpid", statement.party().dpid())
                .text("currency", statement.currency());
    }
}
