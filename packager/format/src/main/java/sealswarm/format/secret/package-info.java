/**
 * Secret bytes that can be closed, and the single door to their raw form. A {@link sealswarm.format.secret.SecretBytes} is safe for
 * concurrent readers; closing it while another thread reads is the caller's fault and makes that read fail.
 */
@NullMarked
package sealswarm.format.secret;

import org.jspecify.annotations.NullMarked;
