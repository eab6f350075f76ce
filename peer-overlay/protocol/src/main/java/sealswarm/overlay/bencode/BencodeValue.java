package sealswarm.overlay.bencode;

/** One bencoded value (BEP 3). Immutable. */
public sealed interface BencodeValue permits BencodeInteger, BencodeString, BencodeList, BencodeDictionary {
    /** Which of the four kinds this is, for switches without a default. */
    Kind kind();

    /** The four kinds of BEP 3. */
    enum Kind {
        INTEGER,
        STRING,
        LIST,
        DICTIONARY
    }
}
