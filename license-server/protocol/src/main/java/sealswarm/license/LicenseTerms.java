package sealswarm.license;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sealswarm.format.envelope.KeyTrust;
import sealswarm.format.json.Base64Url;
import sealswarm.format.json.CanonicalJson;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.StrictJson;
import sealswarm.format.key.Kid;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.VerifyKey;
import sealswarm.format.manifest.Manifest;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.license.device.DeviceId;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.message.Grants.GrantKind;
import sealswarm.license.rights.Rights;
import sealswarm.license.rights.Until;
import sealswarm.license.wire.WireJson;

/**
 * What a license says, apart from its keys: its canonical bytes are what the keys are sealed to. Two issues with equal terms are
 * the same license, whatever enc, nonce and time.
 *
 * @param licenseId of (grant, device, generation)
 * @param revision 1 and rising with each issue and renewal
 * @param supersedes SHA-256 of the terms before, or {@code none}
 * @param iss the license server's name
 * @param issuedAt server time
 * @param sub the account's pairwise pseudonym
 * @param device for whom
 * @param grant what it comes from
 * @param title what it opens
 * @param rights what it allows
 * @param lease for how long
 * @param revocationEpoch the newest epoch when it was issued
 * @param links where to go on
 */
public record LicenseTerms(
        LicenseId licenseId,
        long revision,
        String supersedes,
        String iss,
        Instant issuedAt,
        String sub,
        DeviceBinding device,
        GrantBinding grant,
        TitleBinding title,
        Rights rights,
        Lease lease,
        long revocationEpoch,
        Links links) {
    /** Longest terms, in bytes. */
    public static final int MAX_BYTES = 128 * 1024;

    /** Highest revision: it is a u32 where keys are bound to it. */
    public static final long MAX_REVISION = 0xFFFF_FFFFL;

    private static final String VERSION = "v";
    private static final String NONE = "none";

    /** The device by its id and both keys. */
    public record DeviceBinding(DeviceId id, Kid kemKid, Kid sigKid) {}

    /** The grant behind it. */
    public record GrantBinding(String id, GrantKind kind, String offerId, String orderId, String territory) {}

    /** A studio key whose manifests the license trusts. */
    public record StudioKeyBinding(Kid kid, String pub) {
        public StudioKeyBinding {
            if (!VerifyKey.of(Base64Url.decode(pub)).kid().equals(kid)) {
                throw new IllegalArgumentException("kid is not that of the key beside it");
            }
        }

        public static StudioKeyBinding of(VerifyKey key) {
            return new StudioKeyBinding(key.kid(), Base64Url.encode(key.bytes()));
        }
    }

    /** The title, the oldest revision it opens, and 1 to 16 studio keys. */
    public record TitleBinding(TitleId id, long minRevision, List<StudioKeyBinding> studioKeys) {
        public TitleBinding {
            studioKeys = List.copyOf(studioKeys);
            if (minRevision < 1
                    || minRevision > Manifest.MAX_REVISION
                    || studioKeys.isEmpty()
                    || studioKeys.size() > 16) {
                throw new IllegalArgumentException("minRevision from 1, 1 to 16 studio keys");
            }
        }

        /** Trusts the named keys for manifests. */
        public KeyTrust trust() {
            return KeyTrust.of(
                    Manifest.TYPE.typ(),
                    studioKeys.stream()
                            .map(key -> VerifyKey.of(Base64Url.decode(key.pub())))
                            .toList());
        }
    }

    /**
     * How long it opens content.
     *
     * @param use what for
     * @param expiresAt the end
     * @param renewAfter from when to renew; unlimited where there is nothing to renew
     * @param graceS seconds after the end in which a running playback goes on
     */
    public record Lease(Use use, Until expiresAt, Until renewAfter, long graceS) {
        /** Grace of running playback, at most. */
        public static final long MAX_GRACE_S = 3_600;

        public Lease {
            if (graceS < 0 || graceS > MAX_GRACE_S) {
                throw new IllegalArgumentException("graceS must be 0 to " + MAX_GRACE_S);
            }
        }
    }

    /** Addresses; {@code none} where the state refuses the action. */
    public record Links(String status, String renew, String release, String support) {}

    public LicenseTerms {
        if (revision < 1 || revision > MAX_REVISION || revocationEpoch < 0) {
            throw new IllegalArgumentException("revision from 1, revocationEpoch from 0");
        }
        if (!supersedes.equals(NONE)) {
            sealswarm.format.json.LowerHex.decode(supersedes, 32);
        }
        if (!rights.window().notAfter().isUnlimited()
                && rights.window().notAfter().isOver(rights.window().notBefore())) {
            throw new IllegalArgumentException("window ends before it begins");
        }
    }

    /** The canonical bytes. */
    public byte[] bytes() {
        ObjectNode tree = (ObjectNode) WireJson.tree(this);
        tree.put(VERSION, 1);
        tree.putArray("crit");
        tree.putObject("ext");
        return CanonicalJson.bytes(tree);
    }

    /**
     * Reads terms. Members of later versions are skipped, but not within rights, and not those that {@code crit} names.
     *
     * @throws FormatException malformed, unsupported-version, crit-unknown or too-large
     */
    public static LicenseTerms read(byte[] bytes) {
        ObjectNode tree = StrictJson.parseObject(bytes, MAX_BYTES);
        JsonMembers members = JsonMembers.of(tree, "terms");
        if (members.integer(VERSION, 0, StrictJson.MAX_INTEGER) != 1) {
            throw new FormatException(FormatProblem.UNSUPPORTED_VERSION, "license terms of another version than 1");
        }
        Optional<String> critical = members.texts("crit", 0, 64).stream().findFirst();
        if (critical.isPresent()) {
            throw new FormatException(
                    FormatProblem.CRIT_UNKNOWN, "critical extension not understood: " + critical.get());
        }
        Rights.read(members.tree("rights"));
        members.tree("ext");
        return WireJson.readOpenTree(tree, LicenseTerms.class);
    }
}
