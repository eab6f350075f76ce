package sealswarm.onebox.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StoredBookTest {
    @Test
    void sumsPostingsByKindOfAccountAndCurrency() throws Exception {
        StoredBook book = sum("""
                {"seq":1,"postings":[{"a":"promo:expense","c":"EUR","m":"2000"},{"a":"wallet:b1","c":"EUR","m":"-2000"}]}
                {"seq":2,"postings":[{"a":"wallet:b1","c":"EUR","m":"499"},{"a":"sales:net:film","c":"EUR","m":"-419"},{"a":"tax:DE","c":"EUR","m":"-80"}]}
                {"seq":3,"postings":[{"a":"wallet:b1","c":"USD","m":"100"},{"a":"sales:net:film","c":"USD","m":"-100"}]}
                {"seq":4,"postings":[]}
                """);
        assertEquals(4, book.entries());
        assertEquals(new BigDecimal("4.19"), book.credited("sales:net", "EUR"));
        assertEquals(new BigDecimal("1.00"), book.credited("sales:net", "USD"));
        assertEquals(new BigDecimal("0.80"), book.credited("tax", "EUR"));
        assertEquals(new BigDecimal("-20.00"), book.credited("promo:expense", "EUR"));
        assertEquals(new BigDecimal("0.00"), book.credited("", "EUR"));
        assertEquals(new BigDecimal("0.00"), book.credited("sale", "EUR"), "whole words of a name");
    }

    @Test
    void refusesWhatIsNoEntry() {
        assertThrows(IOException.class, () -> sum("not json\n"));
        assertThrows(NumberFormatException.class, () -> sum("{\"postings\":[{\"a\":\"tax:DE\",\"c\":\"EUR\"}]}\n"));
    }

    private static StoredBook sum(String lines) throws IOException {
        return StoredBook.sum(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    }
}
