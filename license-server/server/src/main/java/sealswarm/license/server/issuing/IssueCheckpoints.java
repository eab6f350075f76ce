package sealswarm.license.server.issuing;

/** Told of each step of an issue that a crash could follow. */
@FunctionalInterface
public interface IssueCheckpoints {
    /** Steps after which something is durable. */
    enum Checkpoint {
        /** The grant holds the device's slot, stream and plays. */
        GRANT_UPDATED,
        /** The price of a metered license is set aside. */
        MONEY_HELD,
        /** The release is recorded; the keys leave next. */
        RELEASE_STORED
    }

    /** Does nothing. */
    IssueCheckpoints NONE = checkpoint -> {};

    void reached(Checkpoint checkpoint);
}
