package sealswarm.overlay.bencode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A bencoded dictionary, its keys in order. A decoded one remembers the exact bytes it was read from, because an info-hash is a
 * hash of those and never of a re-encoding.
 */
public final class BencodeDictionary implements BencodeValue {
    private final List<BencodeString> keys;
    private final List<BencodeValue> values;
    private final BencodeString span;

    BencodeDictionary(List<BencodeString> keys, List<BencodeValue> values, BencodeString span) {
        this.keys = Collections.unmodifiableList(keys);
        this.values = Collections.unmodifiableList(values);
        this.span = span;
    }

    /** A dictionary of {@code entries}, for encoding. */
    public static BencodeDictionary of(Map<BencodeString, ? extends BencodeValue> entries) {
        SortedMap<BencodeString, BencodeValue> sorted = new TreeMap<>(entries);
        List<BencodeString> keys = new ArrayList<>(sorted.keySet());
        List<BencodeValue> values = new ArrayList<>(sorted.values());
        byte[] encoded = BencodeEncoder.dictionary(keys, values);
        return new BencodeDictionary(keys, values, new BencodeString(encoded, 0, encoded.length));
    }

    /** Starts a dictionary with text keys. */
    public static Builder builder() {
        return new Builder();
    }

    /** The keys, strictly ascending by unsigned bytes. */
    public List<BencodeString> keys() {
        return keys;
    }

    /** The values, in the order of {@link #keys()}. */
    public List<BencodeValue> values() {
        return values;
    }

    /** The value of a key given as text. */
    public Optional<BencodeValue> get(String key) {
        return get(BencodeString.of(key));
    }

    /** The value of a key. */
    public Optional<BencodeValue> get(BencodeString key) {
        int index = Collections.binarySearch(keys, key);
        return index < 0 ? Optional.empty() : Optional.of(values.get(index));
    }

    /** The integer under {@code key}; empty if absent or of another kind. */
    public OptionalLong integer(String key) {
        return get(key).orElse(null) instanceof BencodeInteger found
                ? OptionalLong.of(found.value())
                : OptionalLong.empty();
    }

    /** The byte string under {@code key}; empty if absent or of another kind. */
    public Optional<BencodeString> string(String key) {
        return get(key).filter(BencodeString.class::isInstance).map(BencodeString.class::cast);
    }

    /** The list under {@code key}; empty if absent or of another kind. */
    public Optional<BencodeList> list(String key) {
        return get(key).filter(BencodeList.class::isInstance).map(BencodeList.class::cast);
    }

    /** The dictionary under {@code key}; empty if absent or of another kind. */
    public Optional<BencodeDictionary> dictionary(String key) {
        return get(key).filter(BencodeDictionary.class::isInstance).map(BencodeDictionary.class::cast);
    }

    /** A copy of the exact bytes this dictionary was decoded from (of its encoding, if it was built). */
    public byte[] encoded() {
        return span.bytes();
    }

    @Override
    public Kind kind() {
        return Kind.DICTIONARY;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BencodeDictionary dictionary && span.equals(dictionary.span);
    }

    @Override
    public int hashCode() {
        return span.hashCode();
    }

    @Override
    public String toString() {
        return "dictionary" + keys;
    }

    /** Collects entries; the order of calls does not matter, a repeated key replaces. Not safe for several threads. */
    public static final class Builder {
        private final SortedMap<BencodeString, BencodeValue> entries = new TreeMap<>();

        private Builder() {}

        /** Adds any value. */
        public Builder put(String key, BencodeValue value) {
            entries.put(BencodeString.of(key), value);
            return this;
        }

        /** Adds any value under a binary key. */
        public Builder put(BencodeString key, BencodeValue value) {
            entries.put(key, value);
            return this;
        }

        /** Adds an integer. */
        public Builder put(String key, long value) {
            return put(key, new BencodeInteger(value));
        }

        /** Adds text as UTF-8. */
        public Builder put(String key, String text) {
            return put(key, BencodeString.of(text));
        }

        /** Adds a byte string. */
        public Builder put(String key, byte[] bytes) {
            return put(key, BencodeString.of(bytes));
        }

        /** Adds a list of texts. */
        public Builder putTexts(String key, List<String> texts) {
            return put(
                    key,
                    new BencodeList(texts.stream()
                            .map(text -> (BencodeValue) BencodeString.of(text))
                            .toList()));
        }

        /** The finished dictionary. */
        public BencodeDictionary build() {
            return BencodeDictionary.of(entries);
        }
    }
}
