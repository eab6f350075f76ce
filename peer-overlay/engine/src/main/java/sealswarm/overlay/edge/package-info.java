/**
 * An edge as one process: tracker, full seed, web seed, origin, certificates, health, metrics and the operator's view, wired from
 * their packages. {@link sealswarm.overlay.edge.EdgeVerticle} is the door; everything runs on its one context, disk and signatures
 * on its named workers. No database, no secret but the token keys and the certificate key.
 */
@NullMarked
package sealswarm.overlay.edge;

import org.jspecify.annotations.NullMarked;
