/**
 * Devices: their two keys, enrolment, certificate, signed requests, and the sealed local state (spec license-v1, section 4).
 * Values are immutable; keys are closed by who made them.
 */
@NullMarked
package sealswarm.license.device;

import org.jspecify.annotations.NullMarked;
