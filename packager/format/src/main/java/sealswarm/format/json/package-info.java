/**
 * The strict JSON profile of every signed document: integers only, no duplicate names, bounded depth and size (spec package-v1, section
 * 2), the canonical form of RFC 8785, and unpadded base64url. Immutable or stateless, usable from any thread.
 */
@NullMarked
package sealswarm.format.json;

import org.jspecify.annotations.NullMarked;
