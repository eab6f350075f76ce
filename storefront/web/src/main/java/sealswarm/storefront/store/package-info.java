/**
 * The one way to the MongoDB driver: blocking calls leave the event loop for a named pool of workers. Look up by
 * {@code _id} or a unique key; a multi-document change does not exist here.
 */
@NullMarked
package sealswarm.storefront.store;

import org.jspecify.annotations.NullMarked;
