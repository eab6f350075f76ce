/** Tests of the license server as a whole, and what the rooms' tests share. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server;
