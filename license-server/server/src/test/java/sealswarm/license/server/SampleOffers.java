package sealswarm.license.server;

import sealswarm.license.message.Offer;
import sealswarm.license.message.Offer.MeteredCharge;
import sealswarm.license.money.Money;
import sealswarm.license.rights.Rights;
import sealswarm.license.rights.Rights.ChargeModel;

/** Offers that are like another one but for what they say. */
public final class SampleOffers {
    private SampleOffers() {}

    /** Costs nothing at once, but {@code unit} for each play of at least 30 s. */
    public static Offer perPlay(String offerId, Offer like, Money unit) {
        return metered(offerId, like, new MeteredCharge(ChargeModel.PER_PLAY, unit, 30));
    }

    /** With other limits of devices and streams. */
    public static Offer limited(String offerId, Offer like, Rights.Devices devices, Rights.Streams streams) {
        return new Offer(
                offerId,
                1,
                like.kind(),
                like.titles(),
                like.price(),
                like.taxInclusive(),
                like.taxCategory(),
                like.territories(),
                like.window(),
                like.useType(),
                like.commercialModel(),
                like.rental(),
                like.maxPlays(),
                like.charge(),
                like.firstPlayAtRelease(),
                devices,
                streams,
                like.offlineMaxS(),
                like.export(),
                like.refund());
    }

    /** Costs nothing at once, but what {@code charge} says. */
    public static Offer metered(String offerId, Offer like, MeteredCharge charge) {
        return new Offer(
                offerId,
                1,
                like.kind(),
                like.titles(),
                Money.zero(charge.unit().currency()),
                like.taxInclusive(),
                like.taxCategory(),
                like.territories(),
                like.window(),
                "OnDemandStream",
                like.commercialModel(),
                like.rental(),
                like.maxPlays(),
                charge,
                like.firstPlayAtRelease(),
                like.devices(),
                like.streams(),
                like.offlineMaxS(),
                like.export(),
                like.refund());
    }
}
