package sealswarm.overlay.tracker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the two maps by which an internet provider says what is near (RFC 7285): the network map (section 11.2.1), which sorts prefixes
 * into groups called PIDs, and the cost map (section 11.2.3) between them. Only numerical costs of the metric {@code routingcost}; the
 * cost map must name the network map's version. Everything is bounded, and anything unexpected is refused, except address types
 * that a later standard may add, which are skipped as the RFC asks.
 */
final class AltoMaps {
    /** Longest file. */
    static final int MAX_BYTES = 8 << 20;

    /** Most prefixes. */
    static final int MAX_PREFIXES = 50_000;

    /** Most PIDs. */
    static final int MAX_PIDS = 1_000;

    private static final int MAX_DEPTH = 6;
    private static final int MAX_NAME = 64;
    private static final List<String> FAMILIES = List.of("ipv4", "ipv6");
    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(1_000)
                            .maxNameLength(1_000)
                            .maxNumberLength(40)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private AltoMaps() {}

    /**
     * What both maps say together.
     *
     * @throws IllegalArgumentException naming map and member
     */
    static Locality read(byte[] networkMap, byte[] costMap) {
        JsonNode network = document("network map", networkMap);
        JsonNode cost = document("cost map", costMap);
        JsonNode tag = member("network map", member("network map", network, "meta"), "vtag");
        boolean depends = false;
        for (JsonNode each : member("cost map", member("cost map", cost, "meta"), "dependent-vtags")) {
            depends |= each.equals(tag);
        }
        if (!depends) {
            throw new IllegalArgumentException("cost map: meta.dependent-vtags: made for another network map");
        }
        PrefixTable.Draft<Locality.Place> prefixes = prefixes(member("network map", network, "network-map"));
        return Locality.of(prefixes.table(), costs(cost, network.get("network-map")));
    }

    private static JsonNode document(String what, byte[] json) {
        if (json.length > MAX_BYTES) {
            throw new IllegalArgumentException(what + ": longer than " + MAX_BYTES + " bytes");
        }
        try {
            JsonNode document = STRICT.readTree(json);
            if (document.isObject()) {
                return document;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(what + ": not JSON, or a member twice", e);
        }
        throw new IllegalArgumentException(what + ": not a JSON object");
    }

    private static JsonNode member(String what, JsonNode object, String name) {
        JsonNode member = object.get(name);
        if (member == null || !(member.isObject() || member.isArray())) {
            throw new IllegalArgumentException(what + ": " + name + " is missing");
        }
        return member;
    }

    private static PrefixTable.Draft<Locality.Place> prefixes(JsonNode map) {
        PrefixTable.Draft<Locality.Place> prefixes = new PrefixTable.Draft<>();
        if (map.size() > MAX_PIDS) {
            throw new IllegalArgumentException("network map: more than " + MAX_PIDS + " PIDs");
        }
        for (Map.Entry<String, JsonNode> pid : map.properties()) {
            // RFC 7285, section 10.1: the characters of a PID name.
            if (!pid.getKey().matches("[A-Za-z0-9_:@.-]{1," + MAX_NAME + "}")) {
                throw new IllegalArgumentException("network map: not a PID: '" + printable(pid.getKey()) + "'");
            }
            for (String family : FAMILIES) {
                JsonNode group = pid.getValue().get(family);
                if (group != null) {
                    add(prefixes, pid.getKey(), family, group);
                }
            }
        }
        return prefixes;
    }

    private static void add(PrefixTable.Draft<Locality.Place> prefixes, String pid, String family, JsonNode group) {
        if (!group.isArray()) {
            throw new IllegalArgumentException("network map: " + pid + "." + family + ": a list of prefixes is due");
        }
        for (JsonNode each : group) {
            PrefixTable.Prefix prefix = PrefixTable.Prefix.parse(each.asText())
                    .filter(parsed -> each.isTextual() && each.asText().contains("/"))
                    .filter(parsed -> each.asText().contains(":") == family.equals("ipv6"))
                    .orElseThrow(() -> new IllegalArgumentException("network map: " + pid + "." + family
                            + ": not a prefix: '" + printable(each.asText()) + "'"));
            if (!prefixes.add(prefix, new Locality.Place("", "", pid))) {
                throw new IllegalArgumentException("network map: " + pid + ": " + each.asText() + " is there twice");
            }
            if (prefixes.size() > MAX_PREFIXES) {
                throw new IllegalArgumentException("network map: more than " + MAX_PREFIXES + " prefixes");
            }
        }
    }

    private static Map<String, Map<String, Double>> costs(JsonNode document, JsonNode pids) {
        JsonNode type = member("cost map", document.get("meta"), "cost-type");
        if (!type.path("cost-mode").asText().equals("numerical")
                || !type.path("cost-metric").asText().equals("routingcost")) {
            throw new IllegalArgumentException("cost map: meta.cost-type: numerical routingcost is due");
        }
        Map<String, Map<String, Double>> costs = new HashMap<>();
        for (Map.Entry<String, JsonNode> row :
                member("cost map", document, "cost-map").properties()) {
            Map<String, Double> to = new HashMap<>();
            if (!row.getValue().isObject()) {
                throw new IllegalArgumentException("cost map: " + printable(row.getKey()) + ": costs by PID are due");
            }
            for (Map.Entry<String, JsonNode> cell : row.getValue().properties()) {
                double value = cell.getValue().isNumber() ? cell.getValue().doubleValue() : -1;
                boolean isKnown = pids.has(row.getKey()) && pids.has(cell.getKey());
                if (!isKnown || !(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException("cost map: " + printable(row.getKey()) + " to "
                            + printable(cell.getKey()) + ": a cost from 0 between PIDs of the network map is due");
                }
                to.put(cell.getKey(), value);
            }
            costs.put(row.getKey(), Map.copyOf(to));
        }
        return Map.copyOf(costs);
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?").substring(0, Math.min(MAX_NAME, text.length()));
    }
}
