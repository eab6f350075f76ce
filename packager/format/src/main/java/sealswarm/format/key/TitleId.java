package sealswarm.format.key;

/** The studio's name of a title, unique in a store. Form: {@code [a-z0-9][a-z0-9-]{1,63}}. */
public record TitleId(String text) implements Comparable<TitleId> {
    public TitleId {
        Identifier.check("title id", text);
    }

    @Override
    public int compareTo(TitleId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
