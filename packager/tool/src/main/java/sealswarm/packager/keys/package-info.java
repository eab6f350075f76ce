/** The studio's own keys in their keystore, and the license server's public key in its file. For one thread; files are read and written. */
@NullMarked
package sealswarm.packager.keys;

import org.jspecify.annotations.NullMarked;
