@NullMarked
package sealswarm.license.server;

import org.jspecify.annotations.NullMarked;
