/**
 * Settings: strict YAML, layers with the origin of each value, bound once to a validated record. The only package that reads
 * the process environment. Everything here is immutable or used by the starting thread alone.
 */
@NullMarked
package sealswarm.console.settings;

import org.jspecify.annotations.NullMarked;
