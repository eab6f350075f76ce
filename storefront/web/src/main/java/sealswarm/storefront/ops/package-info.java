/**
 * The operator's small page, health, metrics, and what edges tell about swarms. Event loop; nothing here changes
 * anything.
 */
@NullMarked
package sealswarm.storefront.ops;

import org.jspecify.annotations.NullMarked;
