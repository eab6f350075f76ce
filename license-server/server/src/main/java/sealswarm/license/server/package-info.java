/**
 * The license server: titles, grants, devices, licenses, receipts and money behind one HTTP API. Each feature is a room
 * (a package) of routes, decisions and a store port; this package only wires them.
 */
@NullMarked
package sealswarm.license.server;

import org.jspecify.annotations.NullMarked;
