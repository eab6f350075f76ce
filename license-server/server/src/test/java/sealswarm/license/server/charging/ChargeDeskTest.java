package sealswarm.license.server.charging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import sealswarm.license.message.Charges.Charge;
import sealswarm.license.message.Charges.ChargeRequest;
import sealswarm.license.message.Charges.ChargeState;
import sealswarm.license.message.Charges.PaymentMethod;
import sealswarm.license.message.Charges.Refund;
import sealswarm.license.message.Charges.RefundRequest;
import sealswarm.license.message.Grants;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.rights.Territories;
import sealswarm.license.server.http.ProblemException;
import sealswarm.trial.Cases;

class ChargeDeskTest {
    private final Till till = new Till();

    private static ProblemType refusal(Callable<?> action) {
        return assertThrows(ProblemException.class, action::call).type();
    }

    @Test
    void chargesTheWalletSplitsTheTaxAndGivesTheGrant() {
        till.credit("anna", 1_500);
        Charge charge = till.desk.charge("o1", Till.order("anna", Till.PRICE));
        assertEquals(ChargeState.FULFILLED, charge.state());
        assertEquals(Money.of("EUR", 839), charge.net());
        assertEquals(Money.of("EUR", 160), charge.tax());
        assertEquals("main/chg:o1", charge.entryId());
        assertEquals(-501, till.balance("wallet:buyer-anna"));
        assertEquals(-160, till.balance("tax:DE"));
        assertEquals(-839, till.balance("sales:net:demo-film"));
        assertEquals(Set.of(Grants.grantId("o1", 0)), till.grants);
        assertEquals(List.of(Grants.grantId("o1", 0)), charge.lines().get(0).grantIds());
    }

    @Test
    void sharesThePriceOfAnOfferOverItsTitles() {
        till.offers.insert(Till.film("bundle", Money.of("EUR", 1_000), "film-a", "film-b", "film-c"));
        till.credit("anna", 1_000);
        Charge charge = till.desk.charge("o1", Till.order("anna", Money.of("EUR", 1_000), "bundle"));
        assertEquals(3, charge.lines().size());
        assertEquals(3, till.grants.size());
        assertEquals(Money.of("EUR", 334), charge.lines().get(0).gross());
        assertEquals(0, till.balance("wallet:buyer-anna"));
    }

    @Test
    void theSameOrderAgainIsTheSameCharge() {
        till.credit("anna", 5_000);
        Charge first = till.desk.charge("o1", Till.order("anna", Till.PRICE));
        assertEquals(first, till.desk.charge("o1", Till.order("anna", Till.PRICE)));
        assertEquals(-4_001, till.balance("wallet:buyer-anna"));
        assertEquals(
                ProblemType.IDEMPOTENCY_MISMATCH,
                refusal(() -> till.desk.charge("o1", Till.order("bert", Till.PRICE))));
    }

    @Test
    void refusesWhatTheWalletDoesNotCoverAndTakesItOnceItDoes() {
        till.credit("anna", 998);
        assertEquals(
                ProblemType.INSUFFICIENT_CREDIT, refusal(() -> till.desk.charge("o1", Till.order("anna", Till.PRICE))));
        assertEquals(Set.of(), till.grants);
        assertEquals(-998, till.balance("wallet:buyer-anna"));
        till.credit("anna", 1);
        assertEquals(
                ChargeState.FULFILLED,
                till.desk.charge("o1", Till.order("anna", Till.PRICE)).state());
    }

    @Test
    void thePriceComesFromTheOfferAndNeverFromTheRequest() {
        till.credit("anna", 5_000);
        assertEquals(
                ProblemType.OFFER_CHANGED,
                refusal(() -> till.desk.charge("o1", Till.order("anna", Money.of("EUR", 1)))));
        assertEquals(
                ProblemType.OFFER_CHANGED,
                refusal(() -> till.desk.charge("o2", Till.order("anna", Money.of("USD", 999)))));
        assertEquals(
                ProblemType.OFFER_CHANGED,
                refusal(() -> till.desk.charge("o3", Till.order("anna", Till.PRICE, "no-such-offer"))));
        assertEquals(-5_000, till.balance("wallet:buyer-anna"));
    }

    @Test
    void refusesTerritoriesAndTimesOutsideTheOffer() {
        till.credit("anna", 5_000);
        var only = Till.film("only-fr", Till.PRICE);
        till.offers.insert(new sealswarm.license.message.Offer(
                "only-fr",
                1,
                only.kind(),
                only.titles(),
                only.price(),
                true,
                "standard",
                Territories.of(List.of("FR")),
                only.window(),
                only.useType(),
                only.commercialModel(),
                only.rental(),
                only.maxPlays(),
                only.charge(),
                false,
                only.devices(),
                only.streams(),
                only.offlineMaxS(),
                only.export(),
                only.refund()));
        assertEquals(
                ProblemType.TERRITORY,
                refusal(() -> till.desk.charge("o1", Till.order("anna", Till.PRICE, "only-fr"))));
        till.offers.insert(
                sealswarm.license.message.Offer.own("later", 1, only.titles(), Till.PRICE, Till.NOON.plusSeconds(1)));
        assertEquals(
                ProblemType.WINDOW_NOT_OPEN,
                refusal(() -> till.desk.charge("o2", Till.order("anna", Till.PRICE, "later"))));
    }

    @Test
    void oneOrderSentAHundredTimesOverSixtyFourThreadsIsChargedOnce() throws Exception {
        till.credit("anna", 5_000);
        parallel(100, i -> () -> till.desk.charge("o1", Till.order("anna", Till.PRICE)));
        assertEquals(-4_001, till.balance("wallet:buyer-anna"));
        assertEquals(1, till.grants.size());
    }

    @Test
    void aWalletCoveringTenSellsExactlyTenOfSixtyFour() throws Exception {
        till.credit("anna", 10 * 999);
        AtomicInteger sold = new AtomicInteger();
        parallel(64, i -> () -> {
            try {
                till.desk.charge("o" + i, Till.order("anna", Till.PRICE));
                return sold.incrementAndGet();
            } catch (ProblemException e) {
                assertEquals(ProblemType.INSUFFICIENT_CREDIT, e.type());
                return 0;
            }
        });
        assertEquals(10, sold.get());
        assertEquals(10, till.grants.size());
        assertEquals(0, till.balance("wallet:buyer-anna"));
    }

    @Test
    void theSweepGivesWhatAKilledChargeLeftOut() {
        AtomicReference<ChargeCheckpoint> dieAt = new AtomicReference<>(ChargeCheckpoint.PAID);
        Till dying = new Till(checkpoint -> {
            if (checkpoint == dieAt.get()) {
                throw new IllegalStateException("killed");
            }
        });
        dying.credit("anna", 5_000);
        assertThrows(IllegalStateException.class, () -> dying.desk.charge("o1", Till.order("anna", Till.PRICE)));
        assertEquals(Set.of(), dying.grants);
        assertEquals(1, dying.desk.sweep());
        assertEquals(1, dying.grants.size());
        assertEquals(0, dying.desk.sweep());
        dieAt.set(ChargeCheckpoint.PLACED);
        assertThrows(IllegalStateException.class, () -> dying.desk.charge("o2", Till.order("anna", Till.PRICE)));
        assertEquals(0, dying.desk.sweep());
        assertEquals(-4_001, dying.balance("wallet:buyer-anna"));
    }

    @Test
    void aFullRefundReturnsEveryAccountAndEndsTheGrant() {
        till.credit("anna", 1_000);
        till.desk.charge("o1", Till.order("anna", Till.PRICE));
        Refund refund = till.refunds.refund("o1", new RefundRequest(1, null, "changed mind"));
        assertEquals(ChargeState.REFUNDED, refund.state());
        assertEquals(Till.PRICE, refund.refunded());
        assertEquals(-1_000, till.balance("wallet:buyer-anna"));
        assertEquals(0, till.balance("tax:DE"));
        assertEquals(0, till.balance("sales:net:demo-film"));
        assertEquals(Set.of(), till.grants);
        assertEquals(refund, till.refunds.refund("o1", new RefundRequest(1, null, "changed mind")));
        assertEquals(
                ChargeState.REFUNDED,
                till.desk.charge("o1", Till.order("anna", Till.PRICE)).state());
        assertEquals(Set.of(), till.grants);
    }

    @Test
    void paysBackUpToTheLastMomentOfTheOffersRuleAndNotAfterIt() {
        till.credit("anna", 2_000);
        till.desk.charge("o1", Till.order("anna", Till.PRICE));
        till.desk.charge("o2", Till.order("anna", Till.PRICE));
        till.now = Till.NOON.plus(Duration.ofDays(14)).minusSeconds(1);
        till.played = Optional.of(Duration.ofHours(2).minusSeconds(1));
        Refund refund = till.refunds.refund("o1", new RefundRequest(1, null, "x"));
        till.played = Optional.of(Duration.ofHours(2));
        assertEquals(
                ProblemType.REFUND_NOT_ALLOWED,
                refusal(() -> till.refunds.refund("o2", new RefundRequest(1, null, "x"))));
        till.played = Optional.empty();
        till.now = Till.NOON.plus(Duration.ofDays(14));
        assertEquals(
                ProblemType.REFUND_NOT_ALLOWED,
                refusal(() -> till.refunds.refund("o2", new RefundRequest(1, null, "x"))));
        assertEquals(refund, till.refunds.refund("o1", new RefundRequest(1, null, "x")));
        assertEquals(1, till.grants.size());
        assertEquals(-1_001, till.balance("wallet:buyer-anna"));
    }

    @Test
    void refusesToPayBackMoreThanIsLeft() {
        till.credit("anna", 1_000);
        till.desk.charge("o1", Till.order("anna", Till.PRICE));
        assertEquals(
                ProblemType.MALFORMED,
                refusal(() -> till.refunds.refund("o1", new RefundRequest(1, Money.of("EUR", 1_000), "x"))));
        assertEquals(
                ProblemType.MALFORMED,
                refusal(() -> till.refunds.refund("o1", new RefundRequest(1, Money.of("EUR", 0), "x"))));
        till.refunds.refund("o1", new RefundRequest(1, Money.of("EUR", 999), "x"));
        assertEquals(
                ProblemType.MALFORMED,
                refusal(() -> till.refunds.refund("o1", new RefundRequest(2, Money.of("EUR", 1), "x"))));
        assertEquals(
                ProblemType.IDEMPOTENCY_MISMATCH,
                refusal(() -> till.refunds.refund("o1", new RefundRequest(1, Money.of("EUR", 998), "x"))));
        assertEquals(ProblemType.NOT_FOUND, refusal(() -> till.refunds.refund("o9", new RefundRequest(1, null, "x"))));
    }

    @Test
    void partsOfARefundAddUpToTheOriginalInEveryAccount() {
        Cases.forAll(51, 30, random -> {
            Till mine = new Till();
            mine.offers.insert(Till.film("bundle", Money.of("EUR", 1_777), "film-a", "film-b", "film-c"));
            mine.credit("anna", 3_000);
            mine.desk.charge("o1", Till.order("anna", Money.of("EUR", 1_777), "bundle"));
            long left = 1_777;
            for (int n = 1; left > 0; n++) {
                long part = Math.min(left, 1L + random.nextInt(700));
                left -= part;
                Refund refund = mine.refunds.refund("o1", new RefundRequest(n, Money.of("EUR", part), "part"));
                assertEquals(left == 0 ? ChargeState.REFUNDED : ChargeState.FULFILLED, refund.state());
                assertEquals(left == 0 ? 0 : 3, mine.grants.size());
            }
            for (String account : List.of("tax:DE", "sales:net:film-a", "sales:net:film-b", "sales:net:film-c")) {
                assertEquals(0, mine.balance(account));
            }
            assertEquals(-3_000, mine.balance("wallet:buyer-anna"));
        });
    }

    @Test
    void theSweepEndsTheGrantsOfARefundThatWasKilled() {
        Till dying = new Till();
        dying.credit("anna", 1_000);
        dying.desk.charge("o1", Till.order("anna", Till.PRICE));
        dying.charges.advance("o1", PlacedCharge.State.FULFILLED, PlacedCharge.State.REFUNDING);
        assertEquals(1, dying.refunds.sweep());
        assertEquals(1, dying.grants.size());
        assertEquals(
                PlacedCharge.State.FULFILLED,
                dying.charges.find("o1").orElseThrow().state());
        dying.refunds.refund("o1", new RefundRequest(1, null, "x"));
        assertEquals(0, dying.refunds.sweep());
        assertEquals(Set.of(), dying.grants);
    }

    @Test
    void refusesAnOrderThatCostsNothing() {
        till.offers.insert(Till.film("gratis", Money.zero("EUR")));
        assertEquals(
                ProblemType.MALFORMED,
                refusal(() -> till.desk.charge("o1", Till.order("anna", Money.zero("EUR"), "gratis"))));
    }

    @Test
    void refusesOffersOfTwoCurrenciesInOneOrder() {
        till.offers.insert(Till.film("dollar", Money.of("USD", 999)));
        ChargeRequest mixed = new ChargeRequest(
                "anna",
                "DE",
                PaymentMethod.WALLET,
                List.of(
                        Till.order("anna", Till.PRICE).lines().get(0),
                        Till.order("anna", Money.of("USD", 999), "dollar")
                                .lines()
                                .get(0)));
        assertTrue(refusal(() -> till.desk.charge("o1", mixed)) == ProblemType.MALFORMED);
    }

    private static void parallel(int count, java.util.function.IntFunction<Callable<?>> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                results.add(threads.submit(task.apply(i)));
            }
            for (Future<?> result : results) {
                result.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
