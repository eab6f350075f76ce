/** The commands of {@code license-server}: the role itself, and its key-encryption keys. May wait for futures. */
@NullMarked
package sealswarm.license.server.cli;

import org.jspecify.annotations.NullMarked;
