package sealswarm.license.server.charging;

/** Who a subject of the realm is in journal and statements. */
@FunctionalInterface
public interface Buyers {
    /** The random pseudonym of an account, made on first use; the same ever after. Blocking. */
    String pseudonym(String subject);
}
