/**
 * Looks at a machine before a shop is opened on it, and changes nothing. {@link sealswarm.onebox.doctor.Checkup} is the door; its
 * methods block.
 */
@NullMarked
package sealswarm.onebox.doctor;

import org.jspecify.annotations.NullMarked;
