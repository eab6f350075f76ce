package sealswarm.license.server.grant;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.license.LicenseState;
import sealswarm.license.device.DeviceId;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.message.Grants;
import sealswarm.license.message.Grants.GrantKind;
import sealswarm.license.message.Grants.GrantState;
import sealswarm.license.money.Money;
import sealswarm.license.rights.Action;
import sealswarm.license.rights.Limit;
import sealswarm.license.rights.Rental;
import sealswarm.license.rights.Rights;
import sealswarm.license.rights.Rights.ChargeModel;
import sealswarm.license.rights.Rights.OnExceed;
import sealswarm.license.rights.Territories;
import sealswarm.license.rights.Until;
import sealswarm.license.rights.Window;

/** A grant to be changed right by right: everything is allowed without limit until a test says otherwise. Each change is a copy. */
public final class SampleGrant {
    public static final Instant NOON = Instant.parse("2031-04-05T12:00:00Z");

    /** Every device that holds a license got it then. */
    public static final Instant BEFORE = NOON.minus(Duration.ofMinutes(1));

    private static final Rights ALL = new Rights(
            EnumSet.allOf(Action.class),
            new Window(NOON.minus(Duration.ofDays(30)), Until.UNLIMITED),
            Rental.NONE,
            new Rights.Plays(Limit.UNLIMITED, 30),
            new Rights.Devices(Limit.UNLIMITED, 0),
            new Rights.Streams(Limit.UNLIMITED, OnExceed.DENY_NEW),
            List.of(new TrackId("hd")),
            new Rights.Territory(Territories.UNLIMITED),
            new Rights.Offline(Limit.UNLIMITED),
            new Rights.Output(Rights.MinHdcp.NONE),
            new Rights.Renew(Until.UNLIMITED, true),
            new Rights.Charge(ChargeModel.ONCE, Money.zero("EUR")),
            Rights.Nothing.NONE,
            Rights.Nothing.NONE,
            Rights.Nothing.NONE);

    private final StoredGrant grant;

    private SampleGrant(StoredGrant grant) {
        this.grant = grant;
    }

    public static SampleGrant unlimited() {
        return new SampleGrant(fresh("order-1", "anna"));
    }

    public static StoredGrant fresh(String orderId, String subject) {
        return StoredGrant.fresh(
                Grants.grantId(orderId, 0),
                subject,
                "b".repeat(32),
                new TitleId("demo-film"),
                GrantKind.OWN,
                ALL,
                new StoredGrant.Sale(orderId, 0, "own", 1, "DE"),
                NOON.minus(Duration.ofDays(1)));
    }

    public static DeviceId device(int n) {
        return new DeviceId(String.format("%032x", n));
    }

    public StoredGrant get() {
        return grant;
    }

    public SampleGrant with(Holder holder) {
        return new SampleGrant(grant.with(holder));
    }

    /** With a device that has revision 3 of its first license, in a state; its lease ends in four minutes. */
    public SampleGrant holder(DeviceId device, LicenseState state) {
        return with(holding(device, state, NOON.plus(Duration.ofMinutes(4)), 0));
    }

    public static Holder holding(DeviceId device, LicenseState state, Instant leaseUntil, long playsReserved) {
        return new Holder(
                device,
                state,
                1,
                3,
                Use.STREAM,
                leaseUntil,
                playsReserved,
                0,
                "a".repeat(64),
                BEFORE,
                Holder.Mark.NONE);
    }

    /** With a stream of a device that began at a time. */
    public SampleGrant stream(DeviceId device, Instant startedAt, Instant until) {
        List<GrantStream> streams = new java.util.ArrayList<>(grant.streams());
        streams.add(new GrantStream(device, startedAt, until));
        return new SampleGrant(grant.withStreams(streams));
    }

    /** With a slot that was filled again at a time. */
    public SampleGrant swap(Instant at) {
        return new SampleGrant(grant.withSwap(at, grant.swaps()));
    }

    /** With plays that were reported and counted. */
    public SampleGrant used(long plays) {
        return new SampleGrant(rebuilt(grant.rights(), grant.state(), "DE", plays));
    }

    public SampleGrant revoked() {
        return new SampleGrant(rebuilt(grant.rights(), GrantState.REVOKED, "DE", grant.playsUsed()));
    }

    public SampleGrant soldIn(String territory) {
        return new SampleGrant(rebuilt(grant.rights(), grant.state(), territory, grant.playsUsed()));
    }

    public SampleGrant actions(Set<Action> actions) {
        Rights r = grant.rights();
        Limit offline = actions.contains(Action.DOWNLOAD) ? r.offline().maxS() : Limit.of(0);
        return rights(new Rights(
                actions,
                r.window(),
                r.rental(),
                r.plays(),
                r.devices(),
                r.streams(),
                r.tracks(),
                r.territory(),
                new Rights.Offline(offline),
                r.output(),
                r.renew(),
                r.charge(),
                r.transfer(),
                r.household(),
                r.trace()));
    }

    public SampleGrant window(Instant notBefore, Until notAfter) {
        return rights(
                new Window(notBefore, notAfter),
                grant.rights().rental(),
                grant.rights().plays());
    }

    public SampleGrant rental(Rental rental) {
        return rights(grant.rights().window(), rental, grant.rights().plays());
    }

    public SampleGrant plays(Limit max) {
        return rights(grant.rights().window(), grant.rights().rental(), new Rights.Plays(max, 30));
    }

    private SampleGrant rights(Window window, Rental rental, Rights.Plays plays) {
        Rights r = grant.rights();
        return rights(new Rights(
                r.actions(),
                window,
                rental,
                plays,
                r.devices(),
                r.streams(),
                r.tracks(),
                r.territory(),
                r.offline(),
                r.output(),
                r.renew(),
                r.charge(),
                r.transfer(),
                r.household(),
                r.trace()));
    }

    public SampleGrant devices(long max, long swapsPer90d) {
        return limits(
                new Rights.Devices(Limit.of(max), swapsPer90d),
                grant.rights().streams(),
                grant.rights().territory(),
                grant.rights().offline());
    }

    public SampleGrant streams(long max, OnExceed onExceed) {
        return limits(
                grant.rights().devices(),
                new Rights.Streams(Limit.of(max), onExceed),
                grant.rights().territory(),
                grant.rights().offline());
    }

    public SampleGrant territories(String... codes) {
        return limits(
                grant.rights().devices(),
                grant.rights().streams(),
                new Rights.Territory(Territories.of(List.of(codes))),
                grant.rights().offline());
    }

    public SampleGrant offline(long maxS) {
        return limits(
                grant.rights().devices(),
                grant.rights().streams(),
                grant.rights().territory(),
                new Rights.Offline(Limit.of(maxS)));
    }

    private SampleGrant limits(
            Rights.Devices devices, Rights.Streams streams, Rights.Territory territory, Rights.Offline offline) {
        Rights r = grant.rights();
        return rights(new Rights(
                r.actions(),
                r.window(),
                r.rental(),
                r.plays(),
                devices,
                streams,
                r.tracks(),
                territory,
                offline,
                r.output(),
                r.renew(),
                r.charge(),
                r.transfer(),
                r.household(),
                r.trace()));
    }

    public SampleGrant renewable(Until until, RenewAfterExpiry afterExpiry) {
        return terms(
                new Rights.Renew(until, afterExpiry == RenewAfterExpiry.ALLOWED),
                grant.rights().charge());
    }

    /** Whether a lease that has ended may be renewed. */
    public enum RenewAfterExpiry {
        ALLOWED,
        REFUSED
    }

    public SampleGrant charge(ChargeModel model, Money unit) {
        return terms(grant.rights().renew(), new Rights.Charge(model, unit));
    }

    private SampleGrant terms(Rights.Renew renew, Rights.Charge charge) {
        Rights r = grant.rights();
        return rights(new Rights(
                r.actions(),
                r.window(),
                r.rental(),
                r.plays(),
                r.devices(),
                r.streams(),
                r.tracks(),
                r.territory(),
                r.offline(),
                r.output(),
                renew,
                charge,
                r.transfer(),
                r.household(),
                r.trace()));
    }

    private SampleGrant rights(Rights rights) {
        return new SampleGrant(rebuilt(rights, grant.state(), grant.sale().territory(), grant.playsUsed()));
    }

    private StoredGrant rebuilt(Rights rights, GrantState state, String territory, long playsUsed) {
        StoredGrant.Sale sold = grant.sale();
        return new StoredGrant(
                grant.id(),
                grant.subject(),
                grant.buyer(),
                grant.title(),
                grant.kind(),
                state,
                rights,
                new StoredGrant.Sale(sold.orderId(), sold.line(), sold.offerId(), sold.offerVersion(), territory),
                grant.createdAt(),
                grant.firstPlayAt(),
                grant.holders(),
                grant.streams(),
                grant.swaps(),
                playsUsed,
                grant.ver());
    }
}
