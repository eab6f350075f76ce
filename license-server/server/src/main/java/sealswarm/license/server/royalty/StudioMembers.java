package sealswarm.license.server.royalty;

/** Who may act for a party that is a studio. Blocking. */
@FunctionalInterface
public interface StudioMembers {
    /** Whether the account belongs to the studio with the id of this party. */
    boolean actsFor(String subject, String party);
}
