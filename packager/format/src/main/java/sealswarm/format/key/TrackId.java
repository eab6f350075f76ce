package sealswarm.format.key;

/** The name of a track, unique in its title. Form: {@code [a-z0-9][a-z0-9-]{1,63}}. */
public record TrackId(String text) implements Comparable<TrackId> {
    public TrackId {
        Identifier.check("track id", text);
    }

    @Override
    public int compareTo(TrackId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
