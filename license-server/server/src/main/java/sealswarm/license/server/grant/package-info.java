/**
 * Grants: what was sold to whom, and which devices hold licenses of it, stream and have reserved plays (spec license-v1). One
 * grant is one document; everything about its slots changes in one conditional update on its version.
 */
@NullMarked
package sealswarm.license.server.grant;

import org.jspecify.annotations.NullMarked;
