package sealswarm.license.server.ledger;

import java.util.concurrent.Callable;
import sealswarm.format.problem.FormatException;
import sealswarm.ledger.LedgerException;
import sealswarm.license.money.MoneyException;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;

/** What a caller is told when the ledger refuses. */
public final class LedgerProblems {
    private LedgerProblems() {}

    /** The problem a refusal of the ledger, of money or of a document's form means; anything else is given back as it is. */
    public static RuntimeException of(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LedgerException ledger) {
                return of(ledger);
            }
            if (cause instanceof MoneyException money) {
                return ProblemException.of(of(money.reason()), String.valueOf(money.getMessage()));
            }
        }
        if (failure instanceof FormatException format) {
            ProblemType type =
                    switch (format.problem()) {
                        case TOO_LARGE -> ProblemType.TOO_LARGE;
                        case UNSUPPORTED_VERSION -> ProblemType.UNSUPPORTED_VERSION;
                        default -> ProblemType.MALFORMED;
                    };
            return ProblemException.of(type, String.valueOf(format.getMessage()));
        }
        return failure;
    }

    /** {@code work}, its refusals turned into problems. */
    public static <T> Callable<T> telling(Callable<T> work) {
        return () -> {
            try {
                return work.call();
            } catch (RuntimeException e) {
                throw of(e);
            }
        };
    }

    private static RuntimeException of(LedgerException failure) {
        String detail = String.valueOf(failure.getMessage());
        return switch (failure.reason()) {
            case MALFORMED -> ProblemException.of(ProblemType.MALFORMED, detail);
            case UNBALANCED -> ProblemException.of(ProblemType.UNBALANCED, detail);
            case PERIOD_NOT_OPEN -> ProblemException.of(ProblemType.PERIOD_NOT_OPEN, detail);
            case CONTRACT_TIE -> ProblemException.of(ProblemType.CONTRACT_TIE, detail);
            case EXAMPLE_FAILED -> ProblemException.of(ProblemType.EXAMPLE_FAILED, detail);
            // Broken stored data is the server's own trouble: its caller learns no more than that it failed.
            case INTEGRITY -> failure;
        };
    }

    private static ProblemType of(MoneyException.Reason reason) {
        return switch (reason) {
            case CURRENCY_UNKNOWN -> ProblemType.CURRENCY_UNKNOWN;
            case SHARES_INVALID -> ProblemType.SHARES_INVALID;
            case CURRENCY_MISMATCH, AMOUNT_INVALID, RATE_INVALID, OVERFLOW -> ProblemType.MALFORMED;
        };
    }
}
