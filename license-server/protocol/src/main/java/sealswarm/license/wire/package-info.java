/**
 * How values stand in JSON on the license server's wire: times, ids, signed documents as members, strict reading of requests and
 * answers. Stateless, usable from any thread.
 */
@NullMarked
package sealswarm.license.wire;

import org.jspecify.annotations.NullMarked;
