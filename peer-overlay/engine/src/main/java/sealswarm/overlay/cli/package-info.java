/** The overlay's commands: {@code peer}, {@code torrent}, {@code edge}. Each object runs once on its own thread and may block. */
@NullMarked
package sealswarm.overlay.cli;

import org.jspecify.annotations.NullMarked;
