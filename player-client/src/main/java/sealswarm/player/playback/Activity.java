package sealswarm.player.playback;

/** What a player is about, as far as its line is concerned. */
public enum Activity {
    /** Nobody asked for anything lately. */
    IDLE,
    /** Something was asked for, nothing was given yet. */
    LOADING,
    /** Media bytes left lately. */
    PLAYING,
    /** A whole title is fetched to be kept. */
    FETCHING
}
