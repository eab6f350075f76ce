package sealswarm.license.server.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sealswarm.format.json.CanonicalJson;
import sealswarm.format.json.StrictJson;
import sealswarm.format.problem.FormatException;

/** {@code {v, kind, period, columns, rows, totals}}: one row per line, cells in canonical form. */
final class JsonForm {
    /** Largest file that is read back. */
    static final int MAX_BYTES = 1 << 30;

    private JsonForm() {}

    static byte[] write(ExportKind kind, String period, List<ExportRow> rows) {
        StringBuilder out = new StringBuilder();
        ArrayNode columns = JsonNodeFactory.instance.arrayNode();
        kind.columns().forEach(column -> columns.add(column.name()));
        out.append("{\"v\":1,\"kind\":\"").append(kind.text());
        out.append("\",\"period\":\"").append(period);
        out.append("\",\"columns\":").append(CanonicalJson.text(columns));
        out.append(",\"rows\":[");
        String separator = "\n";
        for (ExportRow row : rows) {
            out.append(separator).append(new String(row.canonical(), StandardCharsets.UTF_8));
            separator = ",\n";
        }
        out.append("\n],\"totals\":").append(CanonicalJson.text(new RowDigest(kind, rows).totals()));
        return out.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    static List<ExportRow> read(ExportKind kind, byte[] bytes) {
        ObjectNode file;
        try {
            file = StrictJson.parseObject(bytes, MAX_BYTES);
        } catch (FormatException e) {
            throw new ExportException("the file is not an export: " + e.getMessage());
        }
        if (!file.path("kind").asText().equals(kind.text())) {
            throw new ExportException("the file is not an export of " + kind.text());
        }
        List<ExportRow> rows = new ArrayList<>();
        for (JsonNode row : file.path("rows")) {
            List<String> cells = new ArrayList<>();
            for (JsonNode cell : row) {
                if (!cell.isTextual()) {
                    throw new ExportException("row " + (rows.size() + 1) + ": a cell that is no text");
                }
                cells.add(cell.textValue());
            }
            if (cells.size() != kind.columns().size()) {
                throw new ExportException("row " + (rows.size() + 1) + ": " + cells.size() + " cells, not "
                        + kind.columns().size());
            }
            rows.add(new ExportRow(cells));
        }
        if (!file.path("totals").equals(new RowDigest(kind, rows).totals())) {
            throw new ExportException("the totals in the file are not those of its rows");
        }
        return rows;
    }
}
