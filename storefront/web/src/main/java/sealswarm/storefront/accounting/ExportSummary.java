package sealswarm.storefront.accounting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sealswarm.format.json.StrictJson;

/**
 * One export as the page shows it: the first rows and the totals of the JSON form, which comes from the same row stream
 * as the file, beside the totals of the signed manifest.
 *
 * @param kind what it is
 * @param status OPEN or CLOSED, as the manifest says
 * @param rows rows in the file
 * @param columns names of the columns
 * @param preview the first rows, cells as text
 * @param totals totals of the file, by their path such as {@code EUR.net}
 * @param manifestTotals totals of the manifest, by their path
 */
public record ExportSummary(
        ExportKind kind,
        String status,
        long rows,
        List<String> columns,
        List<List<String>> preview,
        Map<String, String> totals,
        Map<String, String> manifestTotals) {
    /** Rows shown on the page. */
    public static final int PREVIEW_ROWS = 20;
    /** Most bytes of an export that the page reads; a longer one is only downloaded. */
    static final int MAX_PREVIEW_BYTES = 4 * 1024 * 1024;

    /** Keeps copies. */
    public ExportSummary {
        columns = List.copyOf(columns);
        preview = preview.stream().map(List::copyOf).toList();
    }

    /** The summary of a JSON export and the payload of its manifest. */
    static ExportSummary of(ExportKind kind, byte[] export, byte[] manifestPayload) {
        ObjectNode file = StrictJson.parseObject(export, MAX_PREVIEW_BYTES);
        ObjectNode manifest = StrictJson.parseObject(manifestPayload, MAX_PREVIEW_BYTES);
        List<String> columns = new ArrayList<>();
        file.path("columns").forEach(column -> columns.add(name(column)));
        List<List<String>> preview = new ArrayList<>();
        JsonNode rows = file.path("rows");
        for (int i = 0; i < rows.size() && i < PREVIEW_ROWS; i++) {
            preview.add(cells(rows.get(i), columns));
        }
        return new ExportSummary(
                kind,
                manifest.path("status").asText("OPEN"),
                rows.size(),
                columns,
                preview,
                flat(file.path("totals")),
                flat(manifest.path("totals")));
    }

    /** Whether the file's totals are those of the manifest; a difference is never hidden. */
    public boolean agrees() {
        return totals.equals(manifestTotals);
    }

    /** Whether the period may still change. */
    public boolean isProvisional() {
        return !status.equals("CLOSED");
    }

    private static String name(JsonNode column) {
        return column.isObject() ? column.path("name").asText() : column.asText();
    }

    private static List<String> cells(JsonNode row, List<String> columns) {
        List<String> cells = new ArrayList<>();
        if (row.isArray()) {
            row.forEach(cell -> cells.add(text(cell)));
        } else {
            columns.forEach(column -> cells.add(text(row.path(column))));
        }
        return cells;
    }

    private static String text(JsonNode cell) {
        if (cell.isMissingNode() || cell.isNull()) {
            return "";
        }
        return cell.isValueNode() ? cell.asText() : cell.toString();
    }

    private static Map<String, String> flat(JsonNode totals) {
        Map<String, String> found = new LinkedHashMap<>();
        flatten("", totals, found);
        return found;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> flatten(
                            path.isEmpty() ? member.getKey() : path + "." + member.getKey(), member.getValue(), into));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path + "[" + i + "]", node.get(i), into);
            }
        } else if (!node.isMissingNode()) {
            into.put(path, node.asText());
        }
    }
}
