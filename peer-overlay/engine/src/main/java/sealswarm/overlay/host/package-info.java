/**
 * A host: lends disk and bandwidth to whatever tracks an edge offers, without an account and without a key. {@code HostPlan} decides
 * what to hold and is pure; {@code HostShelf} is the disk and blocks; {@code HostApi} asks the edge; {@code Host} joins them on one
 * event loop. Interface: docs/spec/edge-http-v1.md, hosts.
 */
@NullMarked
package sealswarm.overlay.host;

import org.jspecify.annotations.NullMarked;
