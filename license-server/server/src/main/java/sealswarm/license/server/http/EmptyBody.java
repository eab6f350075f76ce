package sealswarm.license.server.http;

/** The body {@code {}} of a request that says all in its path. */
public record EmptyBody() {}
