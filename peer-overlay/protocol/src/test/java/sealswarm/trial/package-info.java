/**
 * What tests of every module share: seeded cases, presence of outside partners. Test code only, shipped in this module's
 * test-jar because every module can see it. Classes here are safe for use by one test thread at a time.
 */
@NullMarked
package sealswarm.trial;

import org.jspecify.annotations.NullMarked;
