/**
 * Studios and their titles: who may sign, what was registered, and the title keys as the server keeps them (spec package-v1). A
 * revision is checked in full, signature, owner, sealed key, commitments and salts, before anything is stored.
 */
@NullMarked
package sealswarm.license.server.title;

import org.jspecify.annotations.NullMarked;
