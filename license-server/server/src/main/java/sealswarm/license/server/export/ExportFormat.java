package sealswarm.license.server.export;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The forms rows can be written in. */
public enum ExportFormat {
    CSV("text/csv; charset=utf-8"),
    JSON("application/json");

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /** The name in routes, commands and file names. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of a name. */
    public static Optional<ExportFormat> named(String text) {
        for (ExportFormat format : values()) {
            if (format.text().equals(text)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** The bytes of rows. */
    public byte[] write(ExportKind kind, String period, List<ExportRow> rows) {
        return switch (this) {
            case CSV -> CsvForm.write(kind, rows);
            case JSON -> JsonForm.write(kind, period, rows);
        };
    }

    /**
     * The rows of bytes.
     *
     * @throws ExportException naming the first line or row that is not of the form
     */
    public List<ExportRow> read(ExportKind kind, byte[] bytes) {
        return switch (this) {
            case CSV -> CsvForm.read(kind, bytes);
            case JSON -> JsonForm.read(kind, bytes);
        };
    }
}
