/** What a command writes: one result as text or as one JSON document, or one event per line. One writing thread at a time. */
@NullMarked
package sealswarm.console.result;

import org.jspecify.annotations.NullMarked;
