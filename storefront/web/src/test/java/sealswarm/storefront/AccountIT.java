package sealswarm.storefront;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.storefront.accounting.ExportSummary;

class AccountIT {
    @TempDir
    static Path directory;

    private static Shop shop;
    private static Visitor accountant;

    @BeforeAll
    static void open() {
        shop = Shop.open(directory);
        accountant = shop.signedIn("accountant-1", "accountant");
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void listsPeriodsLatestFirst() {
        String page = accountant.get("/accounts").body();
        assertTrue(page.indexOf("2026-10") < page.indexOf("2026-09"), page);
        assertTrue(page.contains("closed"), page);
    }

    @Test
    void showsTotalsOfFileAndManifestSideBySide() {
        String page = accountant.get("/accounts/periods/2026-10").body();
        assertTrue(page.contains("totals: file = manifest"), page);
        assertTrue(page.contains("provisional"), page);
        assertTrue(page.contains("EUR.net"), page);
        assertTrue(page.contains("&lt;script&gt;"), "cells are text");
        shop.license.exportTotal = "840";
        String other = accountant.get("/accounts/periods/2026-10").body();
        shop.license.exportTotal = "839";
        assertTrue(other.contains("totals differ"), "a difference is shown");
    }

    @Test
    void aLongExportShowsItsFirstRowsComparesNothingAndDownloadsWhole() {
        int perRow = ",[\"2\",\"Another row\"]".length();
        shop.license.exportRows = ExportSummary.MAX_PREVIEW_BYTES / perRow - 10;
        assertTrue(
                accountant.get("/accounts/periods/2026-10").body().contains("totals: file = manifest"), "just short");
        shop.license.exportRows = ExportSummary.MAX_PREVIEW_BYTES / perRow + 10;
        HttpResponse<String> page = accountant.get("/accounts/periods/2026-10");
        HttpResponse<String> file = accountant.get("/accounts/exports/charges?period=2026-10&format=json");
        int rows = shop.license.exportRows;
        shop.license.exportRows = 1;
        assertEquals(200, page.statusCode(), page.body());
        assertTrue(page.body().contains("too long to compare here"), page.body());
        assertFalse(page.body().contains("totals: file = manifest"), "nothing was compared");
        assertTrue(page.body().contains("The first 20 rows"), page.body());
        assertTrue(page.body().contains("%,d rows".formatted(rows)), page.body());
        assertTrue(page.body().contains("839"), "the manifest's total is shown");
        assertTrue(
                file.body().length() > ExportSummary.MAX_PREVIEW_BYTES
                        && file.body().endsWith("}}}"),
                "whole");
    }

    @Test
    void closesInTheAccountantsOwnNameAndOnlyWhatIsDue() {
        shop.license.callers.clear();
        HttpResponse<String> closed = accountant.submit("/accounts/periods/2026-10/close", Map.of());
        assertEquals("/accounts/periods/2026-10?done=closed", location(closed));
        assertTrue(shop.license.callers.stream().allMatch("accountant-1"::equals), "not in the shop's name");
        assertEquals(
                409,
                accountant.submit("/accounts/periods/2026-11/close", Map.of()).statusCode());
        assertEquals(
                404,
                accountant.submit("/accounts/periods/2026-13/close", Map.of()).statusCode());
    }

    @Test
    void downloadsAreFilesWithLegalNamesAndNeverCached() {
        HttpResponse<String> file = accountant.get("/accounts/exports/charges?period=2026-10&format=csv");
        assertEquals("row_id,amount\r\n1,8.39\r\n", file.body());
        assertEquals(
                "attachment; filename=\"sealswarm-charges-2026-10.csv\"",
                file.headers().firstValue("Content-Disposition").orElse(""));
        assertEquals("no-store", file.headers().firstValue("Cache-Control").orElse(""));
        HttpResponse<String> manifest = accountant.get("/accounts/exports/charges/manifest?period=2026-10&format=csv");
        assertTrue(manifest.body().contains("payload"), manifest.body());
    }

    @Test
    void foreignKindsPeriodsAndFormatsAreNotFound() {
        for (String path : List.of(
                "/accounts/exports/secrets?period=2026-10",
                "/accounts/exports/charges?period=2026-1x",
                "/accounts/exports/charges?period=2026-10&format=exe",
                "/accounts/exports/charges?period=2026-10%0d%0aX-Evil:1",
                "/accounts/periods/2031-01",
                "/statements/..%2fkeys")) {
            int status = accountant.get(path).statusCode();
            assertTrue(status == 404 || status == 400, path + " " + status);
        }
    }

    @Test
    void vouchersAreShownOnceAndNotKeptByTheBrowser() {
        HttpResponse<String> made = accountant.submit("/accounts/vouchers", voucher("count", "3"));
        assertEquals(200, made.statusCode(), made.body());
        assertTrue(made.body().contains("CODE-2"), made.body());
        assertEquals("no-store", made.headers().firstValue("Cache-Control").orElse(""));
        assertFalse(accountant.get("/accounts").body().contains("CODE-2"));
    }

    @Test
    void wrongVouchersAreRefused() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "count", "0", "amount", "-5.00", "currency", "XXQ", "fundedBy", "NOBODY", "note", "")
                .entrySet()) {
            assertEquals(
                    400,
                    accountant
                            .submit("/accounts/vouchers", voucher(wrong.getKey(), wrong.getValue()))
                            .statusCode(),
                    wrong.getKey());
        }
        assertEquals(
                400,
                accountant
                        .submit("/accounts/vouchers", voucher("count", "1001"))
                        .statusCode());
    }

    @Test
    void statementsAreShownMemberByMember() {
        String page = accountant.get("/statements/s-1").body();
        assertTrue(page.contains("5.87 EUR"), page);
        assertTrue(page.contains("partyId"), page);
    }

    @Test
    void everyAccountantRouteRefusesNobodyAndOtherRoles() {
        Visitor nobody = shop.visitor();
        Visitor other = shop.signedIn("other-1", "buyer", "studio", "operator");
        for (String path : List.of(
                "/accounts",
                "/accounts/periods/2026-10",
                "/accounts/exports/usage?period=2026-10",
                "/statements/s-1")) {
            assertEquals(303, nobody.get(path).statusCode(), path);
            assertEquals(403, other.get(path).statusCode(), path);
        }
        for (String path : List.of("/accounts/periods/2026-10/close", "/accounts/vouchers", "/accounts/contracts")) {
            assertEquals(401, nobody.submit(path, Map.of()).statusCode(), path);
            assertEquals(403, other.submit(path, Map.of()).statusCode(), path);
            assertEquals(403, accountant.post(path, Map.of()).statusCode(), path + " without its token");
        }
    }

    private static Map<String, String> voucher(String field, String value) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "voucherKey", "V".repeat(43),
                "batch", "autumn",
                "count", "1",
                "amount", "20.00",
                "currency", "EUR",
                "fundedBy", "BANK",
                "note", "test"));
        fields.put(field, value);
        return fields;
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }
}
