package sealswarm.license.server.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sealswarm.license.money.Money;

/** Fills one row by column names, so that no value ends in its neighbour's column. For one thread. */
final class RowBuilder {
    private final ExportKind kind;
    private final String[] cells;

    RowBuilder(ExportKind kind) {
        this.kind = kind;
        this.cells = new String[kind.columns().size()];
        Arrays.fill(cells, "");
    }

    RowBuilder text(String column, String value) {
        return put(column, Column.Type.TEXT, value);
    }

    RowBuilder number(String column, long value) {
        return put(column, Column.Type.INTEGER, Long.toString(value));
    }

    /** Puts an amount and its currency. */
    RowBuilder money(String column, Money value) {
        put("currency", Column.Type.TEXT, value.currency());
        return put(column, Column.Type.AMOUNT, Long.toString(value.minorUnits()));
    }

    /** The row, numbered. */
    ExportRow row(long number) {
        text("row_id", Long.toString(number));
        List<String> copy = new ArrayList<>(Arrays.asList(cells));
        return new ExportRow(copy);
    }

    private RowBuilder put(String column, Column.Type type, String value) {
        int place = kind.place(column);
        if (kind.columns().get(place).type() != type) {
            throw new IllegalArgumentException(column + " does not hold " + type);
        }
        cells[place] = value;
        return this;
    }
}
