/**
 * Devices of accounts: enrolment, the account's slots, and each device's place in its receipt log (spec license-v1). A device is
 * its two keys; enrolling it twice is one device.
 */
@NullMarked
package sealswarm.license.server.device;

import org.jspecify.annotations.NullMarked;
