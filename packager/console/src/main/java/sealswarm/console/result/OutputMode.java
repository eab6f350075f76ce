package sealswarm.console.result;

/** What stdout carries. */
public enum OutputMode {
    /** Text for a person. */
    TEXT,
    /** Exactly one JSON document, also on failure ({@code --json}). */
    JSON,
    /** One JSON event per line, flushed per line, the last one the result or the error ({@code --json-lines}). */
    JSON_LINES
}
