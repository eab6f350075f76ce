package sealswarm.license.server.export;

/** A file that is not the export its manifest describes. The message names the first thing that differs. */
public final class ExportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExportException(String message) {
        super(message);
    }
}
