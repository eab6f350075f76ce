/** The studio's commands: pack, verify, inspect, unpack, publish, keys. The main class only names them; work is in the feature packages. */
@NullMarked
package sealswarm.packager;

import org.jspecify.annotations.NullMarked;
