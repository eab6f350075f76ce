package sealswarm.storefront.accounting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sealswarm.format.json.StrictJson;

/**
 * What is looked at of a JSON export (export-v1): columns, the first {@link ExportSummary#PREVIEW_ROWS} rows, and what only a file read to its
 * end tells.
 *
 * @param columns as they stand
 * @param first the first rows, as they stand
 * @param rows rows seen
 * @param totals as they stand; missing if the end was not seen
 */
record ExportHead(JsonNode columns, List<JsonNode> first, long rows, JsonNode totals) {
    private static final JsonMapper MAPPER = new JsonMapper(new JsonFactory());

    ExportHead {
        first = List.copyOf(first);
    }

    /** Reads a file of at most {@link ExportSummary#MAX_PREVIEW_BYTES}. */
    static ExportHead ofWhole(byte[] file) {
        ObjectNode tree = StrictJson.parseObject(file, ExportSummary.MAX_PREVIEW_BYTES);
        List<JsonNode> first = new ArrayList<>();
        JsonNode rows = tree.path("rows");
        for (int i = 0; i < rows.size() && i < ExportSummary.PREVIEW_ROWS; i++) {
            first.add(rows.get(i));
        }
        return new ExportHead(tree.path("columns"), first, rows.size(), tree.path("totals"));
    }

    /** Reads the first rows of a file whose end is missing. Rows come before totals in every export. */
    static ExportHead ofBeginning(byte[] beginning) throws IOException {
        JsonNode columns = MissingNode.getInstance();
        List<JsonNode> first = new ArrayList<>();
        try (JsonParser parser = MAPPER.createParser(beginning)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String member = parser.currentName();
                parser.nextToken();
                if (member.equals("rows")) {
                    while (first.size() < ExportSummary.PREVIEW_ROWS && parser.nextToken() == JsonToken.START_ARRAY) {
                        first.add(row(parser));
                    }
                    return new ExportHead(columns, first, first.size(), MissingNode.getInstance());
                }
                JsonNode value = MAPPER.readTree(parser);
                columns = member.equals("columns") ? value : columns;
            }
        }
        return new ExportHead(columns, first, 0, MissingNode.getInstance());
    }

    private static ArrayNode row(JsonParser parser) throws IOException {
        ArrayNode row = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            row.add(parser.getText());
        }
        return row;
    }
}
