/** The settings of the role {@code license-server}: one validated record. Immutable. */
@NullMarked
package sealswarm.license.server.config;

import org.jspecify.annotations.NullMarked;
