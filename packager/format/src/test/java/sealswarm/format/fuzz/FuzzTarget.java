package sealswarm.format.fuzz;

import java.util.List;

/**
 * One parser of untrusted bytes and what must hold for it: an input is refused by the module's own exception, which the target swallows, or it
 * is read and then keeps a property. Anything else that comes out is a finding.
 */
public interface FuzzTarget {
    /** The name of the corpus folder, lower-case with dashes. */
    String folder();

    /** Inputs to begin with that the parser accepts; mutations start from them and from the corpus. */
    List<byte[]> seeds();

    /** Feeds one input. */
    void feed(byte[] input) throws Exception;
}
