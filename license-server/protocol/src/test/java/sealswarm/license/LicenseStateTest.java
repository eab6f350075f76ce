package sealswarm.license;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sealswarm.license.LicenseState.Event;
import sealswarm.license.LicenseState.Step;

class LicenseStateTest {
    /** The table of the specification, row by row. */
    private static final String TABLE = """
            state      | first play          | lease ends | renew               | return             | revoke     | supersede
            issued     | active              | expired    | issued              | returned           | revoked    | superseded
            active     | active              | expired    | active              | returned           | revoked    | superseded
            expired    | lease-expired       | expired    | active              | returned           | revoked    | superseded
            returned   | license-returned    | returned   | license-returned    | returned           | returned   | license-returned
            revoked    | license-revoked     | revoked    | license-revoked     | license-revoked    | revoked    | license-revoked
            superseded | license-superseded  | superseded | license-superseded  | license-superseded | superseded | superseded
            """;

    @Test
    void everyCellIsAsTheTableSays() {
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> actual = new TreeMap<>();
        TABLE.lines().skip(1).forEach(line -> {
            String[] cells = line.split("\\|", -1);
            LicenseState state = LicenseState.valueOf(cells[0].strip().toUpperCase(java.util.Locale.ROOT));
            int column = 0;
            for (Event event : Event.values()) {
                column++;
                String cell = state + " " + event;
                expected.put(cell, cells[column].strip());
                Step step = state.on(event);
                actual.put(
                        cell,
                        step instanceof Step.To to
                                ? to.state().text()
                                : ((Step.Refused) step).problem().code());
            }
        });
        assertEquals(36, expected.size());
        assertEquals(expected, actual);
    }
}
