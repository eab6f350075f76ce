package sealswarm.license.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.audit.Books;
import sealswarm.ledger.audit.BooksVerifier;
import sealswarm.ledger.audit.Evidence;
import sealswarm.ledger.audit.Finding;
import sealswarm.ledger.journal.EntryBytes;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.JournalEntry;
import sealswarm.license.LicenseDocument;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.device.DeviceRequest.DeviceAction;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.message.Charges;
import sealswarm.license.message.Charges.ChargeLine;
import sealswarm.license.message.Charges.ChargeRequest;
import sealswarm.license.message.Charges.PaymentMethod;
import sealswarm.license.message.Charges.RefundRequest;
import sealswarm.license.message.Charges.VoucherBatch;
import sealswarm.license.message.Charges.VoucherBatchRequest;
import sealswarm.license.message.Charges.VoucherFunding;
import sealswarm.license.message.Charges.VoucherRedemption;
import sealswarm.license.message.Offer;
import sealswarm.license.message.Offer.MeteredCharge;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.receipt.PlayEntry.PlayId;
import sealswarm.license.receipt.PlayEntry.Reason;
import sealswarm.license.rights.Rights.ChargeModel;

/** What money does to grants and licenses, over HTTP: sale, refund, plays paid one by one. */
class MoneyIT {
    private static SampleShop shop;
    private static SampleTitle film;
    private static Offer own;

    @BeforeAll
    static void open() throws Exception {
        shop = new SampleShop();
        film = new SampleTitle("demo-studio", "demo-film", "hd");
        shop.publish(film);
        own = shop.own(film);
        shop.api(SampleShop.STOREFRONT).putOffer(own);
    }

    @AfterAll
    static void close() {
        film.close();
        shop.close();
    }

    @Test
    void saleGivesAGrantOnceAndARefundTakesItBack() throws Exception {
        LicenseApi front = shop.api(SampleShop.STOREFRONT);
        fill("anna", 1);
        ChargeRequest request = new ChargeRequest(
                "anna", "DE", PaymentMethod.WALLET, List.of(new ChargeLine("own", 1, Money.of("EUR", 999))));
        Charges.Charge charge = front.charge("order-anna", request);
        assertEquals(charge, front.charge("order-anna", request));
        String grant = charge.lines().get(0).grantIds().get(0);
        try (SampleDevice device = SampleDevice.enrolled(shop, "anna")) {
            assertEquals(1, device.api().grants(Map.of()).grants().size());
            LicenseDocument license = device.open(device.license(grant, Use.STREAM));
            front.refund("order-anna", "refund-1", new RefundRequest(1, null, "changed their mind"));
            LicenseServerIT.assertRefused(ProblemType.LICENSE_REVOKED, () -> device.license(grant, Use.STREAM));
            LicenseServerIT.assertRefused(ProblemType.LICENSE_REVOKED, () -> device.api()
                    .renew(license.terms().licenseId().hex(), device.signed(DeviceAction.RENEW, grant, Use.STREAM)));
            assertEquals(Money.of("EUR", 1_000), front.wallet("anna").balances().get(0));
        }
    }

    @Test
    void purchasePlayedTooLongIsNotPaidBack() throws Exception {
        LicenseApi front = shop.api(SampleShop.STOREFRONT);
        fill("paul", 1);
        ChargeRequest request = new ChargeRequest(
                "paul", "DE", PaymentMethod.WALLET, List.of(new ChargeLine("own", 1, Money.of("EUR", 999))));
        String grant =
                front.charge("order-paul", request).lines().get(0).grantIds().get(0);
        try (SampleDevice device = SampleDevice.enrolled(shop, "paul")) {
            LicenseDocument license = device.open(device.license(grant, Use.OFFLINE));
            shop.pass(Duration.ofHours(3));
            PlayId play = PlayId.random(new SecureRandom());
            device.play(license, play, Reason.START, shop.now(), 0);
            device.play(license, play, Reason.INTERVAL, shop.now(), 7_200_000);
            device.api().usage(device.upload(1, 2));
            LicenseServerIT.assertRefused(
                    ProblemType.REFUND_NOT_ALLOWED,
                    () -> front.refund("order-paul", "refund-1", new RefundRequest(1, null, "seen it")));
            assertEquals(Money.of("EUR", 1), front.wallet("paul").balances().get(0));
            device.open(device.license(grant, Use.OFFLINE));
        }
    }

    @Test
    void saleWithoutCreditGivesNothing() throws Exception {
        ChargeRequest request = new ChargeRequest(
                "poor", "DE", PaymentMethod.WALLET, List.of(new ChargeLine("own", 1, Money.of("EUR", 999))));
        LicenseServerIT.assertRefused(ProblemType.INSUFFICIENT_CREDIT, () -> shop.api(SampleShop.STOREFRONT)
                .charge("order-poor", request));
        assertEquals(0, shop.api("buyer:poor").grants(Map.of()).grants().size());
    }

    @Test
    void playsPaidOneByOneAreHeldAtIssueAndChargedOncePlayed() throws Exception {
        Offer metered = new Offer(
                "metered",
                1,
                own.kind(),
                own.titles(),
                Money.of("EUR", 0),
                true,
                own.taxCategory(),
                own.territories(),
                own.window(),
                "OnDemandStream",
                own.commercialModel(),
                own.rental(),
                own.maxPlays(),
                new MeteredCharge(ChargeModel.PER_PLAY, Money.of("EUR", 300), 30),
                false,
                own.devices(),
                own.streams(),
                own.offlineMaxS(),
                false,
                own.refund());
        LicenseApi front = shop.api(SampleShop.STOREFRONT);
        front.putOffer(metered);
        String grant = shop.grant("mia", film, metered, "order-mia");
        try (SampleDevice device = SampleDevice.enrolled(shop, "mia")) {
            LicenseServerIT.assertRefused(ProblemType.INSUFFICIENT_CREDIT, () -> device.license(grant, Use.STREAM));
            fill("mia", 1);
            LicenseDocument license = device.open(device.license(grant, Use.STREAM));
            assertEquals("1", license.terms().rights().plays().max().toString());
            assertEquals(Money.of("EUR", 700), front.wallet("mia").balances().get(0));
            shop.pass(Duration.ofMinutes(2));
            PlayId play = PlayId.random(new SecureRandom());
            device.play(license, play, Reason.START, shop.now(), 0);
            device.play(license, play, Reason.INTERVAL, shop.now(), 31_000);
            device.api().usage(device.upload(1, 1));
            device.api().usage(device.upload(2, 2));
            device.api().usage(device.upload(1, 2));
            LicenseDocument next = device.open(device.api()
                    .renew(license.terms().licenseId().hex(), device.signed(DeviceAction.RENEW, grant, Use.STREAM)));
            assertEquals("2", next.terms().rights().plays().max().toString());
            assertEquals(Money.of("EUR", 400), front.wallet("mia").balances().get(0));
            assertEquals(List.of(), findings(entry -> true));
            String start = device.keys().deviceId().hex() + ":1:1";
            assertEquals(
                    List.of("play " + start + ": its charge ply:" + start + " is missing"),
                    findings(entry -> entry.kind() != EntryKind.PLY));
        }
    }

    /** What an audit says of the shop's books without some entries. */
    private static List<String> findings(Predicate<JournalEntry> kept) throws Exception {
        LicenseApi accountant = shop.api("accountant:anton");
        List<JournalEntry> entries = new ArrayList<>();
        for (String line : lines(accountant.journal(1))) {
            entries.add(EntryBytes.read(line.getBytes(StandardCharsets.UTF_8)).entry());
        }
        Books books = new Books(entries.stream().filter(kept).toList());
        lines(accountant.evidence()).forEach(line -> books.add(Evidence.read(line)));
        return BooksVerifier.findings(books).stream().map(Finding::toString).toList();
    }

    private static List<String> lines(InputStream dump) throws IOException {
        try (dump) {
            return new String(dump.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @Test
    void offersWhoseUsesNobodyWouldChargeAreRefused() throws Exception {
        LicenseApi front = shop.api(SampleShop.STOREFRONT);
        Offer byMinute = SampleOffers.metered(
                "by-minute", own, new MeteredCharge(ChargeModel.PER_MINUTE, Money.of("EUR", 10), 30));
        LicenseServerIT.assertRefused(ProblemType.MALFORMED, () -> front.putOffer(byMinute));
        front.putOffer(SampleOffers.perPlay("by-play", own, Money.of("EUR", 10)));
    }

    private static void fill(String subject, int count) throws Exception {
        VoucherBatch batch = shop.api("accountant:anton")
                .vouchers(
                        "batch-" + subject,
                        new VoucherBatchRequest(
                                "batch-" + subject, count, Money.of("EUR", 1_000), VoucherFunding.PROMO, "test"));
        assertTrue(batch.codes().size() == count);
        for (String code : batch.codes()) {
            shop.api(SampleShop.STOREFRONT).redeem("redeem-" + subject, new VoucherRedemption(subject, code));
        }
    }
}
