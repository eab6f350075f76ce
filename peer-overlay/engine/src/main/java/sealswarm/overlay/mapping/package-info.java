/**
 * A port that a home's gateway forwards, by NAT-PMP (RFC 6886) and only with the user's consent: values and decisions without sockets or
 * clock. What is told to others: {@code docs/spec/reach-v1.md}, section 5.
 */
@NullMarked
package sealswarm.overlay.mapping;

import org.jspecify.annotations.NullMarked;
