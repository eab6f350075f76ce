package sealswarm.license.server.title;

import sealswarm.format.key.KeyId;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleId;

/**
 * What holds for all revisions of a title.
 *
 * @param studio its owner, for ever
 * @param latest the newest revision registered, 0 for none yet
 * @param minRevision the oldest that may still be played
 */
public record TitleHead(TitleId title, StudioId studio, KeyId keyId, long latest, long minRevision) {}
