/**
 * Keycloak's own distribution as a child process: unpacked and built once per version into the user's cache, started on
 * loopback ports only, ended with its parent. The realm is provisioned by the license server. {@link
 * sealswarm.embedded.keycloak.KeycloakProcess} is the door; its methods block and may be called from any thread.
 */
@NullMarked
package sealswarm.embedded.keycloak;

import org.jspecify.annotations.NullMarked;
