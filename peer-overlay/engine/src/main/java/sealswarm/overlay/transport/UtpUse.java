package sealswarm.overlay.transport;

import java.util.List;
import sealswarm.overlay.mapping.MappedProtocol;

/** Whether peers are reached by uTP (BEP 29), which yields to other traffic, or by TCP, which is faster. */
public enum UtpUse {
    /** TCP only. */
    OFF,
    /** Both are answered; TCP is called first, and uTP a second later if TCP has not connected by then. */
    FALLBACK,
    /** Both are answered; uTP is called first, and TCP a second later if uTP has not connected by then. */
    FIRST,
    /** uTP only: nobody is called by TCP, and calls by TCP are not taken. */
    ONLY;

    /** True if TCP is spoken at all. */
    boolean hasTcp() {
        return this != ONLY;
    }

    /** True if uTP is spoken at all. */
    boolean hasUtp() {
        return this != OFF;
    }

    /** By what peers can call, the one first that most of them use. */
    List<MappedProtocol> protocols() {
        return switch (this) {
            case OFF -> List.of(MappedProtocol.TCP);
            case ONLY -> List.of(MappedProtocol.UDP);
            case FALLBACK, FIRST -> List.of(MappedProtocol.TCP, MappedProtocol.UDP);
        };
    }
}
