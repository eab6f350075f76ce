/**
 * The Java client of the license server: routes, sign-in by the device grant (RFC 8628 with PKCE), token files. Blocking calls
 * over the JDK's HTTP client with time-outs and bounded answers; usable from any thread that may block.
 */
@NullMarked
package sealswarm.license.client;

import org.jspecify.annotations.NullMarked;
