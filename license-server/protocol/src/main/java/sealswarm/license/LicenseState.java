package sealswarm.license;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import sealswarm.license.problem.ProblemType;

/**
 * The life of (grant, device), as a table that server, client and links share (spec license-v1, section 7). Each event leads to a
 * next state or is refused; terminal states answer the same event again with the same.
 */
public enum LicenseState {
    ISSUED,
    ACTIVE,
    EXPIRED,
    RETURNED,
    REVOKED,
    SUPERSEDED;

    /** What can happen to a license. */
    public enum Event {
        FIRST_PLAY,
        LEASE_ENDS,
        RENEW,
        RETURN,
        REVOKE,
        SUPERSEDE
    }

    /** The next state, or why the event is refused: exactly one of the two. */
    public sealed interface Step {
        /** The state after the event. */
        record To(LicenseState state) implements Step {}

        /** The event is refused. */
        record Refused(ProblemType problem) implements Step {}
    }

    /**
     * What {@code event} does in this state. A renewal of an expired license needs rights that allow it too; the table says only
     * that the state does not forbid it.
     */
    public Step on(Event event) {
        return switch (this) {
            case ISSUED -> live(event, ISSUED);
            case ACTIVE -> live(event, ACTIVE);
            case EXPIRED ->
                switch (event) {
                    case FIRST_PLAY -> new Step.Refused(ProblemType.LEASE_EXPIRED);
                    case RENEW -> new Step.To(ACTIVE);
                    case LEASE_ENDS -> new Step.To(EXPIRED);
                    case RETURN -> new Step.To(RETURNED);
                    case REVOKE -> new Step.To(REVOKED);
                    case SUPERSEDE -> new Step.To(SUPERSEDED);
                };
            case RETURNED ->
                switch (event) {
                    case FIRST_PLAY, RENEW, SUPERSEDE -> new Step.Refused(ProblemType.LICENSE_RETURNED);
                    case LEASE_ENDS, RETURN, REVOKE -> new Step.To(RETURNED);
                };
            case REVOKED ->
                switch (event) {
                    case FIRST_PLAY, RENEW, RETURN, SUPERSEDE -> new Step.Refused(ProblemType.LICENSE_REVOKED);
                    case LEASE_ENDS, REVOKE -> new Step.To(REVOKED);
                };
            case SUPERSEDED ->
                switch (event) {
                    case FIRST_PLAY, RENEW, RETURN -> new Step.Refused(ProblemType.LICENSE_SUPERSEDED);
                    case LEASE_ENDS, REVOKE, SUPERSEDE -> new Step.To(SUPERSEDED);
                };
        };
    }

    private static Step live(Event event, LicenseState renewed) {
        return switch (event) {
            case FIRST_PLAY -> new Step.To(ACTIVE);
            case LEASE_ENDS -> new Step.To(EXPIRED);
            case RENEW -> new Step.To(renewed);
            case RETURN -> new Step.To(RETURNED);
            case REVOKE -> new Step.To(REVOKED);
            case SUPERSEDE -> new Step.To(SUPERSEDED);
        };
    }

    /** Whether nothing leads out of this state. */
    public boolean isTerminal() {
        return this == RETURNED || this == REVOKED || this == SUPERSEDED;
    }

    /** Why a play is refused in this state, if it is. */
    public Optional<ProblemType> refusalOfPlay() {
        return on(Event.FIRST_PLAY) instanceof Step.Refused refused ? Optional.of(refused.problem()) : Optional.empty();
    }

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
