/**
 * Getting what a play needs: license, manifest, metainfo, leaves, swarm; from the server and the edge, or from what is kept. Blocking
 * calls belong to commands and to worker threads.
 */
@NullMarked
package sealswarm.player.acquisition;

import org.jspecify.annotations.NullMarked;
