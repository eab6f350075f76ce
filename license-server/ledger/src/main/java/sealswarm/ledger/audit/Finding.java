package sealswarm.ledger.audit;

/**
 * One thing that does not agree.
 *
 * @param place where: {@code statement ID}, {@code entry SEQ (ID)}, {@code play DEVICE:EPOCH:SEQ}, ...
 * @param what is wrong there, in words that may be shown
 */
public record Finding(String place, String what) {
    @Override
    public String toString() {
        return place + ": " + what;
    }
}
