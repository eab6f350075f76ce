package sealswarm.license.server.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import sealswarm.format.json.CanonicalJson;

/**
 * One row in canonical form, the same for every format: text as it is, whole numbers in decimal, amounts in minor units; empty where
 * there is nothing.
 *
 * @param cells one per column
 */
public record ExportRow(List<String> cells) {
    public ExportRow {
        cells = List.copyOf(cells);
    }

    /** The RFC 8785 bytes of the cells: what digests are made of. */
    byte[] canonical() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        cells.forEach(array::add);
        return CanonicalJson.bytes(array);
    }
}
