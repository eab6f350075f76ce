package sealswarm.license.server.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import sealswarm.format.envelope.Envelope;
import sealswarm.license.LicenseDocument;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.device.DeviceRequest.DeviceAction;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.message.Charges.ChargeLine;
import sealswarm.license.message.Charges.ChargeRequest;
import sealswarm.license.message.Charges.PaymentMethod;
import sealswarm.license.message.Charges.RefundRequest;
import sealswarm.license.message.Charges.VoucherBatchRequest;
import sealswarm.license.message.Charges.VoucherFunding;
import sealswarm.license.message.Charges.VoucherRedemption;
import sealswarm.license.message.Offer;
import sealswarm.license.money.Money;
import sealswarm.license.receipt.PlayEntry.PlayId;
import sealswarm.license.receipt.PlayEntry.Reason;
import sealswarm.license.server.SampleDevice;
import sealswarm.license.server.SampleOffers;
import sealswarm.license.server.SampleShop;
import sealswarm.license.server.SampleTitle;
import sealswarm.license.server.charging.ChargeCheckpoint;
import sealswarm.license.server.device.DeviceCheckpoints;
import sealswarm.license.server.issuing.IssueCheckpoints;
import sealswarm.license.server.metering.MeteringCheckpoints;
import sealswarm.license.wire.WireJson;

/**
 * What clients do to a license server that dies: for each checkpoint of each flow a buyer of its own, named {@code flow-checkpoint},
 * with 10.00 EUR. The last request of each is caught at its checkpoint; all requests are kept on disk before they are sent.
 */
final class RightsFlows {
    /** Price of one metered play, and of the film. */
    static final Money UNIT = Money.of("EUR", 300);

    /** How long after its license a play is reported. */
    static final Duration LATER = Duration.ofMinutes(2);

    private static final String STOREFRONT = "service:storefront";

    private final SampleShop shop;
    private final Ambush ambush;
    private final Path calls;
    private final Consumer<String> say;
    private final SampleTitle film = new SampleTitle("demo-studio", "demo-film", "hd");
    private final Offer own;
    private final Offer metered;

    RightsFlows(SampleShop shop, Ambush ambush, Path calls, Consumer<String> say)
            throws IOException, InterruptedException {
        this.shop = shop;
        this.ambush = ambush;
        this.calls = calls;
        this.say = say;
        shop.publish(film);
        own = Offer.own(
                "own",
                1,
                List.of(new Offer.OfferTitle(film.title(), film.tracks())),
                UNIT,
                SampleShop.whole(shop.now()).minusSeconds(10));
        metered = SampleOffers.perPlay("metered", own, UNIT);
        shop.api(STOREFRONT).putOffer(own);
        shop.api(STOREFRONT).putOffer(metered);
    }

    void run() throws Exception {
        for (IssueCheckpoints.Checkpoint point : IssueCheckpoints.Checkpoint.values()) {
            issue(point);
            renew(point);
        }
        for (DeviceCheckpoints.Checkpoint point : DeviceCheckpoints.Checkpoint.values()) {
            enrol(point);
        }
        for (MeteringCheckpoints.Checkpoint point : MeteringCheckpoints.Checkpoint.values()) {
            upload(point);
            uploadBeforeOneThatWaits(point);
        }
        for (ChargeCheckpoint point : ChargeCheckpoint.values()) {
            if (point == ChargeCheckpoint.PAID_BACK) {
                refund(point);
            } else {
                buy(point);
            }
        }
    }

    /** Sends a call and waits for its answer. */
    private void send(Call call) throws IOException, InterruptedException {
        call.keep(calls);
        say.accept("answered " + call.name() + " " + call.send(shop.address()));
    }

    /** Sends a call that is caught at the nth passage of a point. */
    private void sendAndCatch(Call call, Enum<?> point, int nth) throws IOException, InterruptedException {
        call.keep(calls);
        ambush.arm(point, nth);
        Thread client = new Thread(
                () -> {
                    try {
                        say.accept("answered " + call.name() + " " + call.send(shop.address()));
                    } catch (IOException | InterruptedException failed) {
                        say.accept("failed " + call.name() + " " + failed);
                    }
                },
                call.name());
        client.setDaemon(true);
        client.start();
        say.accept((ambush.caught() ? "caught " : "missed ") + call.name());
    }

    private static String name(String flow, Enum<?> point) {
        return flow + "-" + point.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private Call request(String name, DeviceAction action, String path, SampleDevice device, String grant) {
        Envelope signed = device.signed(action, grant, Use.STREAM);
        return Call.of(name, "POST", path, "buyer:" + device.subject(), signed.bytes());
    }

    private void issue(Enum<?> point) throws Exception {
        String buyer = name("issue", point);
        fill(buyer);
        String grant = shop.grant(buyer, film, metered, "order-" + buyer);
        try (SampleDevice device = SampleDevice.enrolled(shop, buyer)) {
            sendAndCatch(request(buyer, DeviceAction.LICENSE, "/v1/licenses", device, grant), point, 1);
        }
    }

    private void renew(Enum<?> point) throws Exception {
        String buyer = name("renew", point);
        fill(buyer);
        String grant = shop.grant(buyer, film, metered, "order-" + buyer);
        try (SampleDevice device = SampleDevice.enrolled(shop, buyer)) {
            Call first = request(buyer + "-first", DeviceAction.LICENSE, "/v1/licenses", device, grant);
            send(first);
            String license = sealswarm.license.LicenseId.of(grant, device.keys().deviceId(), 1)
                    .hex();
            sendAndCatch(
                    request(buyer, DeviceAction.RENEW, "/v1/licenses/" + license + "/renew", device, grant), point, 1);
        }
    }

    private void enrol(Enum<?> point) throws Exception {
        String buyer = name("enrol", point);
        try (SampleDevice device = new SampleDevice(shop, buyer)) {
            sendAndCatch(
                    Call.of(
                            buyer,
                            "POST",
                            "/v1/devices",
                            "buyer:" + buyer,
                            device.enrolment(buyer).bytes()),
                    point,
                    1);
        }
    }

    /** A metered play of 31 s in two entries, start and interval. */
    private SampleDevice played(String buyer) throws Exception {
        fill(buyer);
        String grant = shop.grant(buyer, film, metered, "order-" + buyer);
        SampleDevice device = SampleDevice.enrolled(shop, buyer);
        LicenseDocument license = device.open(device.license(grant, Use.STREAM));
        shop.pass(LATER);
        PlayId play = PlayId.random(new SecureRandom());
        device.play(license, play, Reason.START, shop.now(), 0);
        device.play(license, play, Reason.INTERVAL, shop.now(), 31_000);
        return device;
    }

    private static Call usage(String name, SampleDevice device, long first, long last) {
        return Call.of(
                name, "POST", "/v1/usage", "buyer:" + device.subject(), WireJson.write(device.upload(first, last)));
    }

    private void upload(Enum<?> point) throws Exception {
        String buyer = name("upload", point);
        try (SampleDevice device = played(buyer)) {
            sendAndCatch(usage(buyer, device, 1, 2), point, 1);
        }
    }

    /**
     * The second entry comes first and waits; the first one lets it in, and the server dies over the second. A device that is told of
     * a place beyond it never sends the second entry again.
     */
    private void uploadBeforeOneThatWaits(Enum<?> point) throws Exception {
        String buyer = name("join", point);
        try (SampleDevice device = played(buyer)) {
            device.api().usage(device.upload(2, 2));
            sendAndCatch(usage(buyer, device, 1, 1), point, 2);
        }
    }

    private Call charge(String buyer) {
        ChargeRequest request =
                new ChargeRequest(buyer, "DE", PaymentMethod.WALLET, List.of(new ChargeLine("own", 1, UNIT)));
        return Call.of(buyer, "PUT", "/v1/charges/order-" + buyer, STOREFRONT, WireJson.write(request));
    }

    private void buy(Enum<?> point) throws Exception {
        String buyer = name("buy", point);
        fill(buyer);
        sendAndCatch(charge(buyer), point, 1);
    }

    private void refund(Enum<?> point) throws Exception {
        String buyer = name("refund", point);
        fill(buyer);
        charge(buyer).send(shop.address());
        byte[] body = WireJson.write(new RefundRequest(1, null, "changed their mind"));
        sendAndCatch(Call.of(buyer, "POST", "/v1/charges/order-" + buyer + "/refunds", STOREFRONT, body), point, 1);
    }

    private void fill(String buyer) throws IOException, InterruptedException {
        LicenseApi accountant = shop.api("accountant:anton");
        Money credit = Money.of("EUR", 1_000);
        String code = accountant
                .vouchers(
                        "batch-" + buyer,
                        new VoucherBatchRequest("batch-" + buyer, 1, credit, VoucherFunding.PROMO, "test"))
                .codes()
                .get(0);
        shop.api(STOREFRONT).redeem("redeem-" + buyer, new VoucherRedemption(buyer, code));
    }

    /** All that is said goes out whole and at once. */
    static void print(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}
