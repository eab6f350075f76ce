package sealswarm.ledger.statement;

import java.nio.charset.StandardCharsets;
import sealswarm.format.problem.FormatException;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.journal.Sha256;
import sealswarm.license.wire.WireJson;

/**
 * A statement with its bytes.
 *
 * @param statement the reading of the bytes
 * @param text RFC 8785 text
 * @param hash SHA-256 of the bytes
 */
public record StatementDocument(Statement statement, String text, Sha256 hash) {
    /** Largest statement. */
    public static final int MAX_BYTES = 12 * 1024 * 1024;

    /** The document of {@code statement}. */
    public static StatementDocument of(Statement statement) {
        byte[] bytes = WireJson.write(statement);
        if (bytes.length > MAX_BYTES) {
            throw LedgerException.malformed(
                    statement.statementId() + " needs " + bytes.length + " bytes, at most " + MAX_BYTES);
        }
        return new StatementDocument(statement, new String(bytes, StandardCharsets.UTF_8), Sha256.of(bytes));
    }

    /** Reads a stored document. */
    public static StatementDocument read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return new StatementDocument(
                    WireJson.readAnswer(bytes, Statement.class, MAX_BYTES), text, Sha256.of(bytes));
        } catch (FormatException e) {
            throw new LedgerException(LedgerException.Reason.INTEGRITY, "stored statement: " + e.getMessage());
        }
    }
}
