/** What the rooms' MongoDB stores share: inserts that tell a duplicate from a failure, and values as they are stored. */
@NullMarked
package sealswarm.license.server.store;

import org.jspecify.annotations.NullMarked;
