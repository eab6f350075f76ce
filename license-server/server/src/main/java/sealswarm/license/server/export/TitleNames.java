package sealswarm.license.server.export;

/** What exports say about a title beside its id. Blocking. */
@FunctionalInterface
public interface TitleNames {
    /**
     * A title for people.
     *
     * @param name its name, empty if unknown
     * @param studio the studio it belongs to, empty if unknown
     */
    record Title(String name, String studio) {}

    Title title(String titleId);
}
