package sealswarm.license.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import sealswarm.license.money.MoneyException.Reason;
import sealswarm.trial.Cases;

class MoneyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Reason refusal(Runnable action) {
        return assertThrows(MoneyException.class, action::run).reason();
    }

    @Test
    void showsEachCurrencyWithItsOwnDecimals() {
        assertEquals("9.99", Money.of("EUR", 999).decimalText());
        assertEquals("999", Money.of("JPY", 999).decimalText());
        assertEquals("0.999", Money.of("KWD", 999).decimalText());
        assertEquals("-0.05", Money.of("EUR", -5).decimalText());
        assertEquals("9.99 EUR", Money.of("EUR", 999).toString());
    }

    @Test
    void readsBackWhatItShows() {
        Cases.forAll(1, 500, random -> {
            String currency = List.of("EUR", "JPY", "KWD").get(random.nextInt(3));
            Money money = Money.of(currency, random.nextLong());
            assertEquals(money, Money.parse(currency, money.decimalText()));
        });
    }

    @Test
    void refusesUnknownCurrencies() {
        for (String code : List.of("", "eur", "EU", "EURO", "XXX", "XAU", "ZZZ", "€")) {
            assertEquals(Reason.CURRENCY_UNKNOWN, refusal(() -> Money.of(code, 1)), code);
            assertFalse(CurrencyTable.knows(code));
        }
        assertTrue(CurrencyTable.knows("EUR"));
    }

    @Test
    void refusesAmountsThatAreNotPlainDecimals() {
        for (String text :
                List.of("", " 1", "1 ", "+1", "01", "1.", ".5", "1e3", "1,50", "1.999", "0x10", "NaN", "١", "--1")) {
            assertEquals(Reason.AMOUNT_INVALID, refusal(() -> Money.parse("EUR", text)), text);
        }
        assertEquals(Reason.AMOUNT_INVALID, refusal(() -> Money.parse("JPY", "1.0")));
        assertEquals(Reason.OVERFLOW, refusal(() -> Money.parse("EUR", "92233720368547758.08")));
        assertEquals(Long.MAX_VALUE, Money.parse("EUR", "92233720368547758.07").minorUnits());
    }

    @Test
    void refusesSumsOfTwoCurrenciesAndOverflow() {
        Money most = Money.of("EUR", Long.MAX_VALUE);
        assertEquals(Reason.CURRENCY_MISMATCH, refusal(() -> most.plus(Money.of("USD", 1))));
        assertEquals(Reason.CURRENCY_MISMATCH, refusal(() -> most.minus(Money.of("USD", 1))));
        assertEquals(Reason.OVERFLOW, refusal(() -> most.plus(Money.of("EUR", 1))));
        assertEquals(
                Reason.OVERFLOW, refusal(() -> Money.of("EUR", Long.MIN_VALUE).minus(Money.of("EUR", 1))));
        assertEquals(
                Reason.OVERFLOW, refusal(() -> Money.of("EUR", Long.MIN_VALUE).negated()));
        assertEquals(Reason.OVERFLOW, refusal(() -> most.times(2)));
        assertEquals(most, most.minus(Money.zero("EUR")));
    }

    @Test
    void writesMinorUnitsAsTextInJson() throws Exception {
        Money money = Money.of("EUR", 9007199254740993L);
        String json = JSON.writeValueAsString(money);
        assertEquals("{\"c\":\"EUR\",\"m\":\"9007199254740993\"}", json);
        assertEquals(money, JSON.readValue(json, Money.class));
    }

    @Test
    void refusesNumbersGapsAndOddTextsInJson() {
        for (String units :
                List.of("999", "9.5", "\"\"", "\"+1\"", "\"-0\"", "\"007\"", "\"1.0\"", "true", "null", "[\"1\"]")) {
            assertThrows(
                    JsonMappingException.class,
                    () -> JSON.readValue("{\"c\":\"EUR\",\"m\":" + units + "}", Money.class),
                    units);
        }
        assertThrows(JsonMappingException.class, () -> JSON.readValue("{\"c\":\"EUR\"}", Money.class));
        assertThrows(
                JsonMappingException.class,
                () -> JSON.readValue("{\"c\":\"EUR\",\"m\":\"9223372036854775808\"}", Money.class));
    }

    @Test
    void ratesRoundHalfAwayFromZeroOnTotals() {
        Rate seventyPercent = new Rate("0.7");
        assertEquals(587, seventyPercent.of(839));
        assertEquals(-587, seventyPercent.of(-839));
        assertEquals(1, new Rate("0.5").of(1));
        assertEquals(-1, new Rate("0.5").of(-1));
        assertEquals(420, new Rate("0.0042").amountFor(1000, "EUR"));
        assertEquals(4, new Rate("0.0042").amountFor(1000, "JPY"));
        assertEquals(4200, new Rate("0.0042").amountFor(1000, "KWD"));
    }

    @Test
    void refusesRatesOutsideTheirGrammar() {
        for (String text :
                List.of("", "-0.1", "+1", "1.", ".7", "00.7", "1e-3", "70%", "0.1234567890123", "1234567890")) {
            assertEquals(Reason.RATE_INVALID, refusal(() -> new Rate(text)), text);
        }
        assertEquals("999999999.123456789012", new Rate("999999999.123456789012").text());
        assertEquals(Reason.OVERFLOW, refusal(() -> new Rate("2").of(Long.MAX_VALUE)));
    }

    @Test
    void takesTaxOutOfTheGrossPriceOnce() {
        TaxSplit split = TaxSplit.ofGross(Money.of("EUR", 999), new Rate("0.19"));
        assertEquals(Money.of("EUR", 839), split.net());
        assertEquals(Money.of("EUR", 160), split.tax());
        assertEquals(
                Money.of("EUR", 999),
                TaxSplit.ofGross(Money.of("EUR", 999), new Rate("0")).net());
        assertEquals(Reason.AMOUNT_INVALID, refusal(() -> new TaxSplit(split.gross(), split.net(), split.net())));
    }

    @Test
    void taxAndNetAlwaysAddUpToGross() {
        Cases.forAll(2, 2_000, random -> {
            Money gross = Money.of("EUR", random.nextLong(1_000_000_000L));
            Rate rate = new Rate("0." + (random.nextInt(90) + 10));
            TaxSplit split = TaxSplit.ofGross(gross, rate);
            assertEquals(gross, split.net().plus(split.tax()));
            assertFalse(split.tax().negative());
            TaxSplit again = TaxSplit.ofNet(split.net(), rate);
            assertTrue(Math.abs(again.gross().minus(gross).minorUnits()) <= 1);
        });
    }
}
