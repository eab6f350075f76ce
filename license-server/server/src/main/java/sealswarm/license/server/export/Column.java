package sealswarm.license.server.export;

/**
 * One column of an export.
 *
 * @param name as in the header
 * @param type what its cells hold
 * @param total whether the manifest adds it up
 */
public record Column(String name, Type type, Total total) {
    /** What cells hold; a cell of any type may be empty. */
    public enum Type {
        /** Text; guarded against spreadsheets in CSV. */
        TEXT,
        /** A whole number. */
        INTEGER,
        /** Minor units of the row's currency: a decimal in CSV, minor units as text elsewhere. */
        AMOUNT
    }

    /** Whether a column is added up. */
    public enum Total {
        NONE,
        SUMMED
    }

    static Column text(String name) {
        return new Column(name, Type.TEXT, Total.NONE);
    }

    static Column count(String name) {
        return new Column(name, Type.INTEGER, Total.NONE);
    }

    static Column amount(String name) {
        return new Column(name, Type.AMOUNT, Total.NONE);
    }

    static Column sum(String name, Type type) {
        return new Column(name, type, Total.SUMMED);
    }
}
