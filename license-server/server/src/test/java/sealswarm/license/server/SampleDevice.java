package sealswarm.license.server;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sealswarm.format.envelope.Envelope;
import sealswarm.license.LicenseDocument;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.device.DeviceCertificate;
import sealswarm.license.device.DeviceEnrolment;
import sealswarm.license.device.DeviceKeys;
import sealswarm.license.device.DeviceRequest;
import sealswarm.license.device.DeviceRequest.DeviceAction;
import sealswarm.license.device.DeviceRequest.LogPosition;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.message.Licenses.LicenseAnswer;
import sealswarm.license.message.Licenses.UsageUpload;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.receipt.ReceiptChain;
import sealswarm.license.receipt.Segment;
import sealswarm.license.receipt.SegmentHead;
import sealswarm.license.wire.Nonce;
import sealswarm.license.wire.Sha256Hex;

/** A player's device: its keys, its log, and what it says. */
public final class SampleDevice implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SampleShop shop;
    private final String subject;
    private final DeviceKeys keys = DeviceKeys.random(RANDOM);
    private final List<byte[]> entries = new ArrayList<>();
    private long epoch = 1;

    public SampleDevice(SampleShop shop, String subject) {
        this.shop = shop;
        this.subject = subject;
    }

    /** A device enrolled for a buyer. */
    public static SampleDevice enrolled(SampleShop shop, String subject) throws IOException, InterruptedException {
        SampleDevice device = new SampleDevice(shop, subject);
        device.enrol();
        return device;
    }

    public String subject() {
        return subject;
    }

    public DeviceKeys keys() {
        return keys;
    }

    public LicenseApi api() {
        return shop.api("buyer:" + subject);
    }

    public DeviceCertificate enrol() throws IOException, InterruptedException {
        return DeviceCertificate.read(api().enrol(enrolment(subject)), shop.keys());
    }

    public Envelope enrolment(String account) {
        return DeviceEnrolment.sign(
                keys, shop.issuer(), account, "Test", "Linux", Nonce.random(RANDOM), SampleShop.whole(shop.now()));
    }

    public LogPosition head() {
        return entries.isEmpty()
                ? ReceiptChain.start(keys.deviceId(), epoch)
                : new LogPosition(epoch, entries.size(), ReceiptChain.hash(entries.get(entries.size() - 1)));
    }

    public DeviceRequest request(DeviceAction action, String grantId, Use use) {
        return new DeviceRequest(
                shop.issuer(),
                action,
                grantId,
                keys.deviceId(),
                Nonce.random(RANDOM),
                SampleShop.whole(shop.now()),
                use,
                head(),
                List.of());
    }

    public Envelope signed(DeviceAction action, String grantId, Use use) {
        return request(action, grantId, use).sign(keys.signing());
    }

    public LicenseAnswer license(String grantId, Use use) throws IOException, InterruptedException {
        return api().license(signed(DeviceAction.LICENSE, grantId, use));
    }

    public LicenseDocument open(LicenseAnswer answer) {
        return LicenseDocument.verified(answer.license().envelope(LicenseDocument.TYPE), shop.keys());
    }

    /** Appends an entry to the log. */
    public PlayEntry play(
            LicenseDocument license, PlayEntry.PlayId id, PlayEntry.Reason reason, Instant at, long playedMs) {
        PlayEntry entry = new PlayEntry(
                keys.deviceId(),
                epoch,
                entries.size() + 1,
                head().hash(),
                license.terms().licenseId(),
                license.terms().revision(),
                license.terms().grant().id(),
                license.terms().title().id(),
                license.terms().rights().tracks().get(0),
                id,
                SampleShop.whole(at),
                PlayEntry.ClockState.SYNCED,
                0,
                playedMs,
                playedMs,
                playedMs == 0 ? List.of() : List.of(new PlayEntry.MediaRange(0, playedMs)),
                reason,
                PlayEntry.ByteSources.NONE,
                "none",
                license.payloadHash());
        entries.add(entry.canonicalBytes());
        return entry;
    }

    /** Appends bytes as the next entry, whatever they are. */
    public void append(byte[] bytes) {
        entries.add(bytes);
    }

    public List<byte[]> log() {
        return new ArrayList<>(entries);
    }

    /** Goes back to an older state of the log, as a restored backup does. */
    public void restore(List<byte[]> older) {
        entries.clear();
        entries.addAll(older);
    }

    public void startEpoch(long next) {
        epoch = next;
        entries.clear();
    }

    public UsageUpload upload(long firstSeq, long lastSeq) {
        List<byte[]> part = entries.subList((int) firstSeq - 1, (int) lastSeq);
        Sha256Hex hash = ReceiptChain.hash(part.get(part.size() - 1));
        return Segment.sign(new SegmentHead(keys.deviceId(), epoch, firstSeq, lastSeq, hash), part, keys.signing());
    }

    @Override
    public void close() {
        keys.close();
    }
}
