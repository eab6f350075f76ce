/** Tests of the whole system: the only place that sees every module. */
@NullMarked
package sealswarm.system;

import org.jspecify.annotations.NullMarked;
