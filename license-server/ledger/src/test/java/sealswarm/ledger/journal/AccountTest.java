package sealswarm.ledger.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.LedgerException;

class AccountTest {
    @Test
    void knowsEachKindByItsName() {
        for (AccountKind kind : AccountKind.values()) {
            String[] arguments = kind.arguments() == 0
                    ? new String[0]
                    : kind.arguments() == 1 ? new String[] {"x1"} : new String[] {"x1", "y.2"};
            Account account = Account.of(kind, arguments);
            assertEquals(kind, account.kind());
            assertEquals(List.of(arguments), account.arguments());
        }
        assertEquals(
                "royalty:accrued:acme:c1",
                Account.of(AccountKind.ROYALTY_ACCRUED, "acme", "c1").name());
    }

    @Test
    void refusesNamesOutsideTheGrammar() {
        for (String name : List.of(
                "",
                ":",
                "wallet",
                "wallet:",
                "wallet:a:b",
                "wallet:a b",
                "wallet:ä",
                "wallet:" + "x".repeat(65),
                "Wallet:a",
                "sales:net",
                "sales:gross:t",
                "royalty:accrued:p",
                "psp:clearing:x",
                "rounding:x",
                "rounding:",
                "cash",
                "tax:DE:x",
                "wallet:a\n",
                "psp",
                "pool:p")) {
            assertThrows(LedgerException.class, () -> new Account(name), name);
        }
        assertEquals(
                64, new Account("wallet:" + "x".repeat(64)).arguments().get(0).length());
    }

    @Test
    void refusesKeysOutsideTheGrammar() {
        assertEquals(
                List.of("d1", "2", "17"),
                EntryKey.of(EntryKind.PLY, "d1", "2", "17").segments());
        for (String key : List.of(
                "",
                "chg",
                "chg:",
                "chg:a:b",
                "xyz:a",
                "CHG:a",
                "chg:a/b",
                "ply:d:1",
                "chg:" + "x".repeat(65),
                "acc:" + "x".repeat(64) + ":1:2031-04:" + "y".repeat(65),
                ":a",
                "x".repeat(256))) {
            assertThrows(LedgerException.class, () -> new EntryKey(key), key);
        }
    }

    @Test
    void refusesPeriodsAndTimesInAnyOtherForm() {
        assertEquals("2031-12", Period.parse("2031-11").next().toString());
        for (String text :
                List.of("", "2031-13", "2031-00", "1969-12", "31-04", "2031-4", "2031-04-01", "+2031-04", "10000-01")) {
            assertThrows(LedgerException.class, () -> Period.parse(text), text);
        }
        for (String text : List.of(
                "",
                "2031-04-05",
                "2031-04-05T12:00:00",
                "2031-04-05T12:00:00.5Z",
                "2031-02-30T12:00:00Z",
                "2031-04-05T24:00:00Z",
                "1969-12-31T23:59:59Z",
                "2031-04-05T12:00:60Z",
                "2031-04-05t12:00:00z",
                "2031-04-05T12:00:00+00:00")) {
            assertThrows(LedgerException.class, () -> JournalTime.parse(text), text);
        }
        assertEquals(
                "2031-04-05T12:00:00Z",
                JournalTime.text(JournalTime.parse("2031-04-05T12:00:00Z").plusMillis(999)));
    }
}
