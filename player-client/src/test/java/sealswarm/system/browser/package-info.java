/** Pages in a real Chromium, driven by Playwright. */
@NullMarked
package sealswarm.system.browser;

import org.jspecify.annotations.NullMarked;
