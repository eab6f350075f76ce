package sealswarm.onebox.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SheetTest {
    @TempDir
    Path directory;

    @Test
    void sumsAColumnOverTheRowsItIsAskedFor() throws Exception {
        Path file = Files.writeString(
                directory.resolve("a.csv"),
                "kind,title,amount\r\nsale,\"Sea, \"\"sealed\"\"\",4.99\r\ntopup,,20.00\r\nsale,\"two\r\nlines\",2.99\r\nsale,x,\r\n");
        Sheet sheet = Sheet.read(file);
        assertEquals(4, sheet.rows().size());
        assertEquals("Sea, \"sealed\"", sheet.rows().get(0).get(1));
        assertEquals(new BigDecimal("7.98"), sheet.sum("amount", "kind", "sale"));
        assertEquals(new BigDecimal("0.00"), sheet.sum("amount", "kind", "refund"));
        assertThrows(IllegalArgumentException.class, () -> sheet.sum("net", "kind", "sale"));
    }
}
