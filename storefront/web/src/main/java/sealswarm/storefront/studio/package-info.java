/**
 * Drafts from {@code publish}, their checklist, going live and withdrawing. A draft is only taken for what the license
 * server has registered for the same caller; price and territory come from the draft or the studio's page, never from a
 * buyer. Event loop; stores bring their own workers.
 */
@NullMarked
package sealswarm.storefront.studio;

import org.jspecify.annotations.NullMarked;
