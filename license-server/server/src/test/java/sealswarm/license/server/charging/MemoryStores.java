package sealswarm.license.server.charging;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sealswarm.ledger.journal.Sha256;
import sealswarm.license.message.Offer;

/** The stores of charging in memory; every write is durable at once. */
final class MemoryStores {
    private MemoryStores() {}

    static final class Offers implements OfferStore {
        private final Map<String, Offer> offers = new HashMap<>();

        @Override
        public synchronized Offer insert(Offer offer) {
            Offer before = offers.putIfAbsent(offer.offerId() + ":" + offer.version(), offer);
            return before == null ? offer : before;
        }

        @Override
        public synchronized Optional<Offer> find(String offerId, int version) {
            return Optional.ofNullable(offers.get(offerId + ":" + version));
        }
    }

    static final class Charges implements ChargeStore {
        private final TreeMap<String, PlacedCharge> charges = new TreeMap<>();

        @Override
        public synchronized PlacedCharge insert(PlacedCharge charge) {
            PlacedCharge before = charges.putIfAbsent(charge.orderId(), charge);
            return before == null ? charge : before;
        }

        @Override
        public synchronized Optional<PlacedCharge> find(String orderId) {
            return Optional.ofNullable(charges.get(orderId));
        }

        @Override
        public synchronized void advance(String orderId, PlacedCharge.State from, PlacedCharge.State to) {
            find(orderId)
                    .filter(charge -> charge.state() == from)
                    .ifPresent(charge -> charges.put(
                            orderId,
                            new PlacedCharge(orderId, charge.subject(), charge.buyer(), charge.requestJson(), to)));
        }

        @Override
        public synchronized List<PlacedCharge> inState(PlacedCharge.State state, String afterOrderId, int limit) {
            return charges.tailMap(afterOrderId, false).values().stream()
                    .filter(charge -> charge.state() == state)
                    .limit(limit)
                    .toList();
        }
    }

    static final class Vouchers implements VoucherStore {
        private final Map<Sha256, Voucher> vouchers = new HashMap<>();

        @Override
        public synchronized void insert(List<Voucher> batch) {
            batch.forEach(voucher -> vouchers.put(voucher.hash(), voucher));
        }

        @Override
        public synchronized Optional<Voucher> find(Sha256 hash) {
            return Optional.ofNullable(vouchers.get(hash));
        }
    }
}
