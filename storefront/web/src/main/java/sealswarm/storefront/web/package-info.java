/**
 * The page shell: rendering, messages, security headers, host, origin and form-token checks, forms, refusals
 * and error pages. Everything runs on the event loop and blocks nowhere.
 */
@NullMarked
package sealswarm.storefront.web;

import org.jspecify.annotations.NullMarked;
