package sealswarm.overlay.swarm;

/** Whether peers are served. */
public enum Sharing {
    /** As the upload slots and limits allow. */
    OPEN,
    /** Nobody is served; everything else goes on. */
    PAUSED
}
