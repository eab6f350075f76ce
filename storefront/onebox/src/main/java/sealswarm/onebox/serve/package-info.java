/**
 * The whole shop in one process on the embedded defaults: store, identity server, license server, edge and storefront, started
 * in the order of their needs and closed in reverse. {@link sealswarm.onebox.serve.Shop} is the door; its methods block.
 */
@NullMarked
package sealswarm.onebox.serve;

import org.jspecify.annotations.NullMarked;
