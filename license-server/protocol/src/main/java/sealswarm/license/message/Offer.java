package sealswarm.license.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.license.message.Grants.GrantKind;
import sealswarm.license.money.Money;
import sealswarm.license.rights.Action;
import sealswarm.license.rights.Limit;
import sealswarm.license.rights.Rental;
import sealswarm.license.rights.Rights;
import sealswarm.license.rights.Territories;
import sealswarm.license.rights.Until;
import sealswarm.license.rights.Window;

/**
 * One version of an offer: the body of {@code PUT /v1/offers/{id}/versions/{n}}, never changed once stored. It says what is sold,
 * for how much, and which rights a buyer gets.
 *
 * @param offerId the storefront's name of it
 * @param version from 1
 * @param kind what the buyer gets
 * @param titles 1 to 100 titles with the tracks that are sold
 * @param price of all of them
 * @param taxInclusive whether the price holds the tax already
 * @param taxCategory category of the tax table, such as {@code ebook} or {@code standard}
 * @param territories where it is sold
 * @param window when it is sold
 * @param useType as exports name it, such as PermanentDownload
 * @param commercialModel as exports name it, such as PayAsYouGoModel
 * @param rental for {@code rent}: until when to start and how long to play; none otherwise
 * @param maxPlays plays it allows
 * @param charge what a use costs
 * @param firstPlayAtRelease whether the first play of a metered offer is charged when its key is released
 * @param devices how many devices, and how often a freed slot is filled again in 90 days
 * @param streams how many at once
 * @param offlineMaxS seconds without a connection; 0 for none
 * @param export whether the buyer may write the clear file
 * @param refund when the price goes back
 */
public record Offer(
        String offerId,
        int version,
        GrantKind kind,
        List<OfferTitle> titles,
        Money price,
        boolean taxInclusive,
        String taxCategory,
        Territories territories,
        Window window,
        String useType,
        String commercialModel,
        RentalRule rental,
        Limit maxPlays,
        MeteredCharge charge,
        boolean firstPlayAtRelease,
        Rights.Devices devices,
        Rights.Streams streams,
        Limit offlineMaxS,
        boolean export,
        RefundRule refund) {
    /** Most titles of one offer. */
    public static final int MAX_TITLES = 100;

    /** A title and the tracks sold of it, 1 to 1,000. */
    public record OfferTitle(TitleId titleId, List<TrackId> tracks) {
        public OfferTitle {
            tracks = List.copyOf(tracks);
            Texts.range("tracks", tracks.size(), 1, Rights.MAX_TRACKS);
        }
    }

    /** Seconds until it must be started and seconds it then plays; in JSON {@code "none"} or {startWithinS, playForS}. */
    public record RentalRule(long startWithinS, long playForS) {
        /** Not a rental. */
        public static final RentalRule NONE = new RentalRule(0, 0);

        public RentalRule {
            if ((startWithinS == 0) != (playForS == 0) || startWithinS < 0 || playForS < 0) {
                throw new IllegalArgumentException("startWithinS and playForS must both be positive");
            }
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static RentalRule ofJson(Object json) {
            if ("none".equals(json)) {
                return NONE;
            }
            if (json instanceof Map<?, ?> members
                    && members.keySet().equals(Set.of("startWithinS", "playForS"))
                    && members.get("startWithinS") instanceof Number start
                    && members.get("playForS") instanceof Number play
                    && start.longValue() > 0) {
                return new RentalRule(start.longValue(), play.longValue());
            }
            throw new IllegalArgumentException("\"none\" or {startWithinS, playForS} is due");
        }

        @JsonValue
        Object json() {
            return equals(NONE) ? "none" : Map.of("startWithinS", startWithinS, "playForS", playForS);
        }

        /** Whether it is a rental. */
        public boolean applies() {
            return playForS > 0;
        }
    }

    /** What a use costs, and after how many unique seconds a play counts. */
    public record MeteredCharge(Rights.ChargeModel model, Money unit, long countAfterS) {}

    /** The price goes back within {@code withinDays} of the sale while less than {@code maxPlayedS} seconds were played. */
    public record RefundRule(int withinDays, long maxPlayedS) {
        public RefundRule {
            Texts.range("withinDays", withinDays, 0, 3_650);
            Texts.range("maxPlayedS", maxPlayedS, 0, 1_000_000_000L);
        }
    }

    public Offer {
        Texts.id("offerId", offerId);
        Texts.range("version", version, 1, 1_000_000);
        titles = List.copyOf(titles);
        Texts.range("titles", titles.size(), 1, MAX_TITLES);
        Texts.line("taxCategory", taxCategory, 64);
        Texts.line("useType", useType, 64);
        Texts.line("commercialModel", commercialModel, 64);
        if (price.negative()) {
            throw new IllegalArgumentException("price must not be negative");
        }
        if (rental.applies() != (kind == GrantKind.RENT)) {
            throw new IllegalArgumentException("rental belongs to offers of kind rent, and to all of them");
        }
        if (!charge.unit().currency().equals(price.currency())) {
            throw new IllegalArgumentException("price and charge.unit must be of one currency");
        }
    }

    /**
     * The usual offer to own a title for good: five devices, two streams, offline without end, refund within 14 days and two hours
     * of play.
     */
    public static Offer own(String offerId, int version, List<OfferTitle> titles, Money price, Instant from) {
        return new Offer(
                offerId,
                version,
                GrantKind.OWN,
                titles,
                price,
                true,
                "standard",
                Territories.UNLIMITED,
                new Window(from, Until.UNLIMITED),
                "PermanentDownload",
                "PayAsYouGoModel",
                RentalRule.NONE,
                Limit.UNLIMITED,
                new MeteredCharge(Rights.ChargeModel.ONCE, Money.zero(price.currency()), 30),
                false,
                new Rights.Devices(Limit.of(5), 4),
                new Rights.Streams(Limit.of(2), Rights.OnExceed.STOP_OLDEST),
                Limit.UNLIMITED,
                false,
                new RefundRule(14, Duration.ofHours(2).toSeconds()));
    }

    /** The usual rental: start within 30 days, then 48 hours, two devices, one stream, refund before the first play. */
    public static Offer rent(String offerId, int version, List<OfferTitle> titles, Money price, Instant from) {
        Offer own = own(offerId, version, titles, price, from);
        return new Offer(
                offerId,
                version,
                GrantKind.RENT,
                titles,
                price,
                true,
                own.taxCategory,
                own.territories,
                own.window,
                "Rent",
                own.commercialModel,
                new RentalRule(
                        Duration.ofDays(30).toSeconds(), Duration.ofDays(2).toSeconds()),
                Limit.UNLIMITED,
                own.charge,
                false,
                new Rights.Devices(Limit.of(2), 2),
                new Rights.Streams(Limit.of(1), Rights.OnExceed.DENY_NEW),
                Limit.of(Duration.ofDays(2).toSeconds()),
                false,
                new RefundRule(14, 0));
    }

    /** The rights of a grant of one of its titles that was sold at {@code soldAt}. */
    public Rights rights(TitleId title, Instant soldAt) {
        List<TrackId> tracks = titles.stream()
                .filter(each -> each.titleId().equals(title))
                .findFirst()
                .map(OfferTitle::tracks)
                .orElseThrow(() -> new IllegalArgumentException("the offer does not hold " + title));
        Set<Action> actions = EnumSet.of(Action.PLAY);
        if (offlineMaxS.max().orElse(1) > 0) {
            actions.add(Action.DOWNLOAD);
        }
        if (export) {
            actions.add(Action.EXPORT);
        }
        boolean bounded = kind == GrantKind.SCREENER;
        Window use = new Window(soldAt, bounded ? window.notAfter() : Until.UNLIMITED);
        Rental rule = rental.applies()
                ? Rental.notPlayed(soldAt.plusSeconds(rental.startWithinS()), rental.playForS())
                : Rental.NONE;
        return new Rights(
                actions,
                use,
                rule,
                new Rights.Plays(maxPlays, charge.countAfterS()),
                devices,
                streams,
                tracks,
                new Rights.Territory(territories),
                new Rights.Offline(offlineMaxS),
                new Rights.Output(Rights.MinHdcp.NONE),
                new Rights.Renew(use.notAfter(), true),
                new Rights.Charge(charge.model(), charge.unit()),
                Rights.Nothing.NONE,
                Rights.Nothing.NONE,
                Rights.Nothing.NONE);
    }
}
