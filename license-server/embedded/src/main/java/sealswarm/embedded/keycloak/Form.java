package sealswarm.embedded.keycloak;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form of a page.
 *
 * @param page the page's address
 * @param action where it is sent
 * @param method how
 * @param fields its fields with their present values, in order; boxes only where checked, no buttons
 */
public record Form(URI page, URI action, Method method, Map<String, String> fields) {
    private static final Pattern FORM = Pattern.compile("(?is)<form\\b([^>]*)>(.*?)</form>");
    private static final Pattern CONTROL = Pattern.compile(
            "(?is)<input\\b([^>]*)>|<textarea\\b([^>]*)>(.*?)</textarea>|<select\\b([^>]*)>(.*?)</select>");
    private static final Pattern OPTION = Pattern.compile("(?is)<option\\b([^>]*)>");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("(?is)([a-z][a-z0-9_:-]*)(?:\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+)))?");
    private static final Pattern ENTITY = Pattern.compile("&(amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});");

    /** How a form is sent. */
    public enum Method {
        GET,
        POST
    }

    /** Keeps the order of the fields. */
    public Form {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Whether the form has a field of this name. */
    public boolean has(String field) {
        return fields.containsKey(field);
    }

    static List<Form> parse(URI page, String html) {
        List<Form> forms = new ArrayList<>();
        Matcher form = FORM.matcher(html);
        while (form.find()) {
            Map<String, String> attributes = attributes(form.group(1));
            String action = attributes.getOrDefault("action", "");
            Method method =
                    attributes.getOrDefault("method", "get").equalsIgnoreCase("post") ? Method.POST : Method.GET;
            URI target = action.isEmpty() ? page : page.resolve(action);
            forms.add(new Form(page, target, method, controls(form.group(2))));
        }
        return forms;
    }

    private static Map<String, String> controls(String html) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher control = CONTROL.matcher(html);
        while (control.find()) {
            if (control.group(1) != null) {
                Map<String, String> attributes = attributes(control.group(1));
                keep(fields, attributes, attributes.getOrDefault("value", ""));
            } else if (control.group(2) != null) {
                keep(fields, attributes(control.group(2)), unescape(control.group(3)));
            } else {
                keep(fields, attributes(control.group(4)), selected(control.group(5)));
            }
        }
        return fields;
    }

    private static void keep(Map<String, String> fields, Map<String, String> attributes, String value) {
        String name = attributes.getOrDefault("name", "");
        if (!name.isEmpty() && isSent(attributes)) {
            fields.put(name, value);
        }
    }

    /** The chosen option, or the first one, as browsers do. */
    private static String selected(String html) {
        List<Map<String, String>> options = OPTION.matcher(html)
                .results()
                .map(option -> attributes(option.group(1)))
                .toList();
        return options.stream()
                .filter(option -> option.containsKey("selected"))
                .findFirst()
                .or(() -> options.stream().findFirst())
                .map(option -> option.getOrDefault("value", ""))
                .orElse("");
    }

    private static boolean isSent(Map<String, String> attributes) {
        return switch (attributes.getOrDefault("type", "text").toLowerCase(Locale.ROOT)) {
            case "checkbox", "radio" -> attributes.containsKey("checked");
            case "submit", "button", "reset", "image", "file" -> false;
            default -> !attributes.containsKey("disabled");
        };
    }

    private static Map<String, String> attributes(String text) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher attribute = ATTRIBUTE.matcher(text);
        while (attribute.find()) {
            String value = Optional.ofNullable(attribute.group(2))
                    .or(() -> Optional.ofNullable(attribute.group(3)))
                    .or(() -> Optional.ofNullable(attribute.group(4)))
                    .orElse("");
            attributes.putIfAbsent(attribute.group(1).toLowerCase(Locale.ROOT), unescape(value));
        }
        return attributes;
    }

    /** Resolves the entities that attribute values contain in practice. */
    static String unescape(String text) {
        return ENTITY.matcher(text).replaceAll(entity -> Matcher.quoteReplacement(character(entity.group(1))));
    }

    private static String character(String entity) {
        return switch (entity) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            case "apos" -> "'";
            default ->
                Character.toString(
                        entity.startsWith("#x")
                                ? Integer.parseInt(entity.substring(2), 16)
                                : Integer.parseInt(entity.substring(1)));
        };
    }
}
