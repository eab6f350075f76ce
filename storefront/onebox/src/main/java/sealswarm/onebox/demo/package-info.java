/**
 * The whole story on one machine with real parts: a shop in this process, everything else as commands of the launcher in child
 * processes, each step checked. {@link sealswarm.onebox.demo.Demo} is the door; it blocks until the story is told.
 */
@NullMarked
package sealswarm.onebox.demo;

import org.jspecify.annotations.NullMarked;
