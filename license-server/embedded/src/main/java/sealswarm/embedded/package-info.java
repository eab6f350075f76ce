/**
 * The one-machine defaults: what a shop needs around the license server when nobody runs a database and an identity provider
 * for it. Production uses a MongoDB replica set and a Keycloak of its own instead.
 */
@NullMarked
package sealswarm.embedded;

import org.jspecify.annotations.NullMarked;
