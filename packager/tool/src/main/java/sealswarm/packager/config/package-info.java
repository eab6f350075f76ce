/** Settings of the studio's commands, section {@code packager} of the settings file. Immutable. */
@NullMarked
package sealswarm.packager.config;

import org.jspecify.annotations.NullMarked;
