/**
 * Sign-in, pinned server keys, the device and its enrolment. Blocking; used by one command at a time.
 */
@NullMarked
package sealswarm.player.login;

import org.jspecify.annotations.NullMarked;
