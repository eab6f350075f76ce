/**
 * The edge's small HTTP router over Vert.x core: one table of routes, paths of plain segments only, every refusal a problem
 * document (RFC 9457), no token ever in a log. Runs on the event loop of its server and never blocks.
 */
@NullMarked
package sealswarm.overlay.http;

import org.jspecify.annotations.NullMarked;
