package sealswarm.overlay.token;

/** The outcome of checking a token. */
public sealed interface TokenVerdict {
    /** It opens what was asked. */
    record Accepted(EdgeToken token) implements TokenVerdict {}

    /** It opens nothing. */
    record Refused(TokenRefusal reason) implements TokenVerdict {}

    /** This verdict, or a refusal if an accepted token is for another swarm. */
    default TokenVerdict forSwarm(SwarmId swarmId) {
        if (this instanceof Accepted accepted && !accepted.token().swarmId().equals(swarmId)) {
            return new Refused(TokenRefusal.WRONG_SWARM);
        }
        return this;
    }
}
