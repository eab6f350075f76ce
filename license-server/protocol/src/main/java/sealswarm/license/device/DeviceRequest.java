package sealswarm.license.device;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import sealswarm.format.envelope.DocumentType;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.json.LowerHex;
import sealswarm.format.key.Id16;
import sealswarm.format.key.SigningKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.VerifyKey;
import sealswarm.license.wire.Nonce;
import sealswarm.license.wire.Sha256Hex;
import sealswarm.license.wire.SignedRecord;

/**
 * What a device asks of its license: the body of {@code POST /v1/licenses} and of renew, stop, release and swarm below a license.
 * Signed by the device; (deviceId, nonce) is used once, and the same bytes again get the stored answer.
 *
 * @param iss the license server's name
 * @param action the route's; a document for one route is refused at another
 * @param grantId what was bought
 * @param deviceId who asks
 * @param nonce fresh; the license and its server time are bound to it
 * @param clientTime the device's clock
 * @param use what the lease is for
 * @param head the device's receipt log
 * @param peerKeys the swarm key of each track, for its announce tokens; empty where peers are not wanted
 */
public record DeviceRequest(
        String iss,
        DeviceAction action,
        String grantId,
        DeviceId deviceId,
        Nonce nonce,
        Instant clientTime,
        Use use,
        LogPosition head,
        List<PeerKey> peerKeys) {
    public static final DocumentType TYPE = DocumentType.of("sealswarm/1/license-request", 64 * 1024);

    /** Most peer keys of one request. */
    public static final int MAX_PEER_KEYS = 256;

    /** The route a request is for. */
    public enum DeviceAction {
        LICENSE,
        RENEW,
        STOP,
        RELEASE,
        SWARM;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a lease is for: playing with a connection, or keeping for later. */
    public enum Use {
        STREAM,
        OFFLINE;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Where a device's receipt log ends.
     *
     * @param epoch from 1
     * @param seq of the last entry, 0 for none
     * @param hash of the last entry, the genesis hash for none
     */
    public record LogPosition(long epoch, long seq, Sha256Hex hash) {
        public LogPosition {
            if (epoch < 1 || seq < 0) {
                throw new IllegalArgumentException("epoch is from 1, seq from 0");
            }
        }
    }

    /** The swarm key of one track, by the SHA-256 of its public key. */
    public record PeerKey(TrackId trackId, Sha256Hex thumbprint) {}

    public DeviceRequest {
        peerKeys = List.copyOf(peerKeys);
        LowerHex.decode(grantId.startsWith("g-") ? grantId.substring(2) : "", Id16.LENGTH_BYTES);
        if (peerKeys.size() > MAX_PEER_KEYS
                || peerKeys.stream().map(PeerKey::trackId).distinct().count() != peerKeys.size()) {
            throw new IllegalArgumentException("peerKeys: at most " + MAX_PEER_KEYS + ", each track once");
        }
    }

    public Envelope sign(SigningKey deviceKey) {
        return SignedRecord.sign(TYPE, this, deviceKey);
    }

    /**
     * Reads a request signed by the given device key.
     *
     * @throws sealswarm.format.problem.FormatException malformed or bad-signature
     */
    public static DeviceRequest read(Envelope envelope, VerifyKey deviceKey) {
        return SignedRecord.readRequest(envelope.verify(TYPE, KeyTrust.of(TYPE.typ(), deviceKey)), DeviceRequest.class);
    }

    /** The device an unverified request names, to look its key up; nothing else of it may be acted upon. */
    public static DeviceId unverifiedDevice(Envelope envelope) {
        return new DeviceId(envelope.unverifiedTree(TYPE).path("deviceId").asText());
    }
}
