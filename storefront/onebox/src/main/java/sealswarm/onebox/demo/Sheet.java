package sealswarm.onebox.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An exported CSV as an accountant would sum it up: RFC 4180, read by other code than wrote it. */
record Sheet(List<String> columns, List<List<String>> rows) {
    static Sheet read(Path file) throws IOException {
        List<List<String>> records = parse(Files.readString(file));
        return new Sheet(records.get(0), records.subList(1, records.size()));
    }

    /** The sum of a column over the rows where another one has a value; empty cells count as nothing. */
    BigDecimal sum(String column, String where, String value) {
        int summed = place(column);
        int filter = place(where);
        return rows.stream()
                .filter(row -> row.get(filter).equals(value))
                .map(row -> row.get(summed))
                .filter(cell -> !cell.isEmpty())
                .map(BigDecimal::new)
                .reduce(new BigDecimal("0.00"), BigDecimal::add);
    }

    private int place(String column) {
        int place = columns.indexOf(column);
        if (place < 0) {
            throw new IllegalArgumentException("no column " + column + " among " + columns);
        }
        return place;
    }

    private static List<List<String>> parse(String text) {
        List<List<String>> records = new ArrayList<>();
        List<String> record = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                record.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    records.add(record);
                    record = new ArrayList<>();
                }
            } else if (quoted || c != '\r') {
                cell.append(c);
            }
        }
        return records;
    }
}
