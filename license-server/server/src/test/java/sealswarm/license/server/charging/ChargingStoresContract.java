package sealswarm.license.server.charging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.journal.Sha256;
import sealswarm.license.money.Money;
import sealswarm.license.server.charging.PlacedCharge.State;

/** What the stores of charging must do, whichever kind they are. */
abstract class ChargingStoresContract {
    abstract OfferStore offers();

    abstract ChargeStore charges();

    abstract VoucherStore vouchers();

    @Test
    void keepsTheFirstVersionOfAnOffer() {
        OfferStore offers = offers();
        assertEquals(Optional.empty(), offers.find("film", 1));
        var first = Till.film("film", Till.PRICE);
        assertEquals(first, offers.insert(first));
        assertEquals(first, offers.insert(Till.film("film", Money.of("EUR", 1))));
        assertEquals(Optional.of(first), offers.find("film", 1));
    }

    @Test
    void keepsTheFirstChargeOfAnOrderAndMovesItStepByStep() {
        ChargeStore charges = charges();
        PlacedCharge first = new PlacedCharge("o1", "anna", "b1", "{}", State.PLACED);
        assertEquals(first, charges.insert(first));
        assertEquals(first, charges.insert(new PlacedCharge("o1", "bert", "b2", "{}", State.PLACED)));
        charges.advance("o1", State.FULFILLED, State.REFUNDED);
        assertEquals(State.PLACED, charges.find("o1").orElseThrow().state());
        charges.advance("o1", State.PLACED, State.FULFILLED);
        assertEquals(State.FULFILLED, charges.find("o1").orElseThrow().state());
    }

    @Test
    void listsChargesOfAStatePageByPage() {
        ChargeStore charges = charges();
        for (int i = 0; i < 5; i++) {
            charges.insert(new PlacedCharge("o" + i, "anna", "b1", "{}", State.PLACED));
        }
        charges.advance("o1", State.PLACED, State.FULFILLED);
        assertEquals(List.of("o0", "o2"), ids(charges.inState(State.PLACED, "", 2)));
        assertEquals(List.of("o3", "o4"), ids(charges.inState(State.PLACED, "o2", 2)));
        assertEquals(List.of(), ids(charges.inState(State.PLACED, "o4", 2)));
    }

    private static List<String> ids(List<PlacedCharge> charges) {
        return charges.stream().map(PlacedCharge::orderId).toList();
    }

    @Test
    void findsVouchersByTheHashOfTheirCode() {
        VoucherStore vouchers = vouchers();
        Voucher voucher = new Voucher(Sha256.of("x".getBytes(StandardCharsets.UTF_8)), "b", Money.of("JPY", 500));
        vouchers.insert(List.of(voucher));
        assertEquals(Optional.of(voucher), vouchers.find(voucher.hash()));
        assertEquals(Optional.empty(), vouchers.find(Sha256.of("y".getBytes(StandardCharsets.UTF_8))));
    }
}
