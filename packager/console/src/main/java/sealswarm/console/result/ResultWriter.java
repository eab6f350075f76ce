package sealswarm.console.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import sealswarm.console.exit.Refusal;

/**
 * Writes the one result or the one error of a command: text or JSON on stdout, diagnostics on stderr. A reader that closed the
 * pipe is no failure of the command: what it no longer wants is dropped. Methods may be called from any thread.
 */
public final class ResultWriter {
    /** Made with the first document: a run for a person needs none. */
    private static final class Json {
        static final ObjectMapper MAPPER = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(
                        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                        SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .build();
    }

    private final OutputMode mode;
    private final PrintStream out;
    private final PrintStream err;
    private boolean ended;

    public ResultWriter(OutputMode mode, PrintStream out, PrintStream err) {
        this.mode = mode;
        this.out = out;
        this.err = err;
    }

    public OutputMode mode() {
        return mode;
    }

    /** The command's result; nothing if a result or refusal was written before. */
    public synchronized void result(CommandResult result) {
        if (ended) {
            return;
        }
        ended = true;
        switch (mode) {
            case TEXT -> {
                if (!result.text().isEmpty()) {
                    out.println(Printable.lines(result.text().stripTrailing()));
                }
            }
            case JSON -> out.println(json(result.document()));
            case JSON_LINES -> event("result", Map.of("result", result.document()));
        }
        out.flush();
    }

    /** One event for programs; nothing unless the mode is {@link OutputMode#JSON_LINES}. */
    public synchronized void event(String name, Map<String, ?> members) {
        if (mode == OutputMode.JSON_LINES) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("event", name);
            line.putAll(members);
            out.println(json(line));
            out.flush();
        }
    }

    /**
     * The command's failure: the error document on stdout for programs, two lines on stderr for a person; nothing if a result or
     * refusal was written before.
     */
    public synchronized void refusal(String command, Refusal refusal) {
        if (ended) {
            return;
        }
        ended = true;
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", refusal.code());
        error.put("exit", refusal.exit().code());
        error.put("message", refusal.message());
        error.put("hint", refusal.fix());
        if (!refusal.details().isEmpty()) {
            error.put("details", refusal.details());
        }
        switch (mode) {
            case TEXT -> {}
            case JSON -> out.println(json(Map.of("error", error)));
            case JSON_LINES -> event("error", Map.of("error", error));
        }
        out.flush();
        err.println(Printable.line(command + ": " + refusal.message()));
        if (!refusal.fix().isEmpty()) {
            err.println(Printable.line("fix: " + refusal.fix()));
        }
        err.flush();
    }

    private static String json(Object document) {
        try {
            return Json.MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("result is not a JSON document: " + document.getClass(), e);
        }
    }
}
