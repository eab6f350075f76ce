package sealswarm.overlay.mapping;

/** What a gateway forwards, with its number in requests. */
public enum MappedProtocol {
    UDP(1),
    TCP(2);

    private final int opcode;

    MappedProtocol(int opcode) {
        this.opcode = opcode;
    }

    int opcode() {
        return opcode;
    }
}
