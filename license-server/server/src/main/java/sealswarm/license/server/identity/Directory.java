package sealswarm.license.server.identity;

/** What the server does to accounts. Blocking; thread-safe. */
public interface Directory {
    /** Ends every session of a subject, so that no refresh token of it works any more. Does nothing if there is none. */
    void endSessions(String subject);
}
