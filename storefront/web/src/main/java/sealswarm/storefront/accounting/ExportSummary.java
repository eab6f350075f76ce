package sealswarm.storefront.accounting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sealswarm.format.json.StrictJson;

/**
 * One export as the page shows it: the first rows and the totals of the JSON form, which comes from the same row stream
 * as the file, beside the totals of the signed manifest. Of a file longer than {@link #MAX_PREVIEW_BYTES} only the first rows
 * are looked at, and the page says that it compared nothing.
 *
 * @param kind what it is
 * @param status OPEN or CLOSED, as the manifest says
 * @param rows rows in the file, as the manifest says of a file that was not read to its end
 * @param columns names of the columns
 * @param preview the first rows, cells as text
 * @param tieOut what comparing both totals gave
 * @param totals totals of the file, by their path such as {@code EUR.net}; none if it was not read to its end
 * @param manifestTotals totals of the manifest, by their path
 */
public record ExportSummary(
        ExportKind kind,
        String status,
        long rows,
        List<String> columns,
        List<List<String>> preview,
        TieOut tieOut,
        Map<String, String> totals,
        Map<String, String> manifestTotals) {
    /** Rows shown on the page. */
    public static final int PREVIEW_ROWS = 20;
    /** Most bytes of an export that the page reads. */
    public static final int MAX_PREVIEW_BYTES = 4 * 1024 * 1024;

    /** How the totals of file and manifest stand to each other. */
    public enum TieOut {
        /** Equal. */
        AGREES,
        /** Not equal; never hidden. */
        DIFFERS,
        /** The file is too long to be read for a page. */
        NOT_COMPARED;

        /** The end of its message key. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Keeps copies. */
    public ExportSummary {
        columns = List.copyOf(columns);
        preview = preview.stream().map(List::copyOf).toList();
    }

    /**
     * The summary of a JSON export and the payload of its manifest. Reads no more of {@code export} than the page shows, which may be less
     * than there is; the caller closes it.
     */
    static ExportSummary read(ExportKind kind, InputStream export, byte[] manifestPayload) throws IOException {
        ObjectNode manifest = StrictJson.parseObject(manifestPayload, MAX_PREVIEW_BYTES);
        Map<String, String> manifestTotals = flat(manifest.path("totals"));
        byte[] head = export.readNBytes(MAX_PREVIEW_BYTES);
        boolean whole = head.length < MAX_PREVIEW_BYTES || export.read() < 0;
        ExportHead file = whole ? ExportHead.ofWhole(head) : ExportHead.ofBeginning(head);
        List<String> columns = new ArrayList<>();
        file.columns().forEach(column -> columns.add(name(column)));
        Map<String, String> totals = flat(file.totals());
        TieOut compared = totals.equals(manifestTotals) ? TieOut.AGREES : TieOut.DIFFERS;
        return new ExportSummary(
                kind,
                manifest.path("status").asText("OPEN"),
                whole ? file.rows() : manifest.path("rows").asLong(),
                columns,
                file.first().stream().map(row -> cells(row, columns)).toList(),
                whole ? compared : TieOut.NOT_COMPARED,
                totals,
                manifestTotals);
    }

    /** The paths of all totals, those of the manifest first; one that only one side has is shown too. */
    public List<String> totalNames() {
        List<String> names = new ArrayList<>(manifestTotals.keySet());
        totals.keySet().stream()
                .filter(name -> !manifestTotals.containsKey(name))
                .forEach(names::add);
        return List.copyOf(names);
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
