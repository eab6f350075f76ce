package sealswarm.format.key;

/** The name of a studio, unique in a store. Form: {@code [a-z0-9][a-z0-9-]{1,63}}. */
public record StudioId(String text) implements Comparable<StudioId> {
    public StudioId {
        Identifier.check("studio id", text);
    }

    @Override
    public int compareTo(StudioId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
