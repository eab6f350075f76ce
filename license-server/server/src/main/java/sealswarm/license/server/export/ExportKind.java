package sealswarm.license.server.export;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be exported, and in which columns; the order and names are a part of the format. */
public enum ExportKind {
    USAGE(List.of(
            Column.text("row_id"),
            Column.text("period"),
            Column.text("origin_period"),
            Column.text("service"),
            Column.text("territory"),
            Column.text("studio_id"),
            Column.text("title_id"),
            Column.text("title"),
            Column.text("track_id"),
            Column.text("isan"),
            Column.text("eidr"),
            Column.text("isrc"),
            Column.text("use_type"),
            Column.text("commercial_model"),
            Column.text("offer_id"),
            Column.count("offer_version"),
            Column.text("counting_rule"),
            Column.text("royalty_bearing"),
            Column.text("reason_code"),
            Column.sum("usages", Column.Type.INTEGER),
            Column.sum("returns", Column.Type.INTEGER),
            Column.sum("net_usages", Column.Type.INTEGER),
            Column.sum("played_ms", Column.Type.INTEGER),
            Column.text("currency"),
            Column.amount("unit_price_net"),
            Column.sum("net_revenue", Column.Type.AMOUNT),
            Column.text("receipt_root"))),
    CHARGES(List.of(
            Column.text("row_id"),
            Column.text("row_type"),
            Column.text("entry_id"),
            Column.count("seq"),
            Column.text("posted_utc"),
            Column.text("effective_utc"),
            Column.text("period"),
            Column.text("origin_period"),
            Column.text("order_id"),
            Column.count("line_no"),
            Column.text("reverses_entry"),
            Column.text("buyer_id"),
            Column.text("title_id"),
            Column.text("title"),
            Column.text("track_id"),
            Column.text("isan"),
            Column.text("eidr"),
            Column.text("isrc"),
            Column.text("offer_id"),
            Column.count("offer_version"),
            Column.text("charge_model"),
            Column.text("use_type"),
            Column.text("commercial_model"),
            Column.text("territory"),
            Column.sum("quantity", Column.Type.INTEGER),
            Column.text("unit"),
            Column.amount("unit_price"),
            Column.text("currency"),
            Column.sum("gross", Column.Type.AMOUNT),
            Column.sum("discount", Column.Type.AMOUNT),
            Column.text("tax_country"),
            Column.text("tax_rate"),
            Column.sum("tax", Column.Type.AMOUNT),
            Column.sum("net", Column.Type.AMOUNT),
            Column.text("payment_method"),
            Column.text("provider_ref"))),
    ROYALTIES(List.of(
            Column.text("row_id"),
            Column.text("line_type"),
            Column.text("statement_id"),
            Column.count("rev"),
            Column.text("restates"),
            Column.text("period"),
            Column.text("origin_period"),
            Column.text("contract_id"),
            Column.count("contract_version"),
            Column.text("line_id"),
            Column.text("rights_type"),
            Column.text("party_id"),
            Column.text("party_name"),
            Column.text("party_dpid"),
            Column.text("title_id"),
            Column.text("title"),
            Column.text("track_id"),
            Column.text("isan"),
            Column.text("eidr"),
            Column.text("isrc"),
            Column.text("territory"),
            Column.text("use_type"),
            Column.text("commercial_model"),
            Column.text("basis"),
            Column.count("usages"),
            Column.count("returns"),
            Column.count("net_usages"),
            Column.text("currency"),
            Column.amount("gross"),
            Column.amount("tax"),
            Column.text("deductions"),
            Column.amount("net"),
            Column.text("rate"),
            Column.amount("earned"),
            Column.count("share_num"),
            Column.count("share_den"),
            Column.sum("amount", Column.Type.AMOUNT),
            Column.text("advance_id"),
            Column.text("related_row"),
            Column.count("seq_from"),
            Column.count("seq_to"),
            Column.text("receipt_root")));

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of, which is immutable
    private final List<Column> columns;

    ExportKind(List<Column> columns) {
        this.columns = columns;
    }

    /** The columns, in their order. */
    public List<Column> columns() {
        return columns;
    }

    /** The name in routes, commands and manifests. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of a name. */
    public static Optional<ExportKind> named(String text) {
        for (ExportKind kind : values()) {
            if (kind.text().equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    int place(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException(text() + " has no column " + column);
    }
}
