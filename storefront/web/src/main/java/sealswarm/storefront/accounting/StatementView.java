package sealswarm.storefront.accounting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sealswarm.format.json.StrictJson;
import sealswarm.license.money.Money;

/**
 * A statement as the page shows it: every member of the document by its name, its lines as a table. Nothing is
 * computed here.
 *
 * @param statementId its id
 * @param facts members of the document, by their path
 * @param columns columns of the lines
 * @param lines the lines, cells as text
 */
public record StatementView(
        String statementId, Map<String, String> facts, List<String> columns, List<List<String>> lines) {
    private static final int MAX_BYTES = 12 * 1024 * 1024;
    private static final String LINES = "lines";

    static StatementView of(String statementId, byte[] document) {
        ObjectNode tree = StrictJson.parseObject(document, MAX_BYTES);
        Map<String, String> facts = new LinkedHashMap<>();
        tree.properties().stream()
                .filter(member -> !member.getKey().equals(LINES))
                .forEach(member -> facts.put(member.getKey(), text(member.getValue())));
        List<String> columns = new ArrayList<>();
        List<List<String>> lines = new ArrayList<>();
        for (JsonNode line : tree.path(LINES)) {
            if (columns.isEmpty()) {
                line.fieldNames().forEachRemaining(columns::add);
            }
            lines.add(columns.stream().map(column -> text(line.path(column))).toList());
        }
        return new StatementView(statementId, facts, List.copyOf(columns), List.copyOf(lines));
    }

    /** Money as amount and currency, other members as they are. */
    private static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (value.isObject() && value.has("c") && value.has("m") && value.size() == 2) {
            return Money.of(
                            value.path("c").asText(),
                            Money.parseUnits(value.path("m").asText()))
                    .toString();
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
