/**
 * The adapters behind the core's ports: Vert.x sockets, worker threads, the machine's clock. One context owns all sockets of an
 * overlay.
 */
@NullMarked
package sealswarm.overlay.transport;

import org.jspecify.annotations.NullMarked;
