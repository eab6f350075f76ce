/**
 * Licenses: the decision whether a device gets keys, its place in the grant, and the durable record that they were released,
 * written before they leave (spec license-v1). Decisions are pure; the issuer runs them on workers.
 */
@NullMarked
package sealswarm.license.server.issuing;

import org.jspecify.annotations.NullMarked;
