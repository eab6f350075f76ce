package sealswarm.license.receipt;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import sealswarm.format.json.Base64Url;
import sealswarm.format.json.CanonicalJson;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.StrictJson;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.license.LicenseId;
import sealswarm.license.device.DeviceId;
import sealswarm.license.wire.Sha256Hex;
import sealswarm.license.wire.WireJson;

/**
 * One entry of a device's play log (spec receipt-v1, section 2). Its canonical bytes are hashed and kept as they are.
 *
 * @param device whose log
 * @param epoch of the log, from 1
 * @param seq number in the epoch, from 1
 * @param prev hash of the entry before, the genesis hash for the first
 * @param licenseId under which it was played
 * @param licenseRev that license's revision
 * @param grantId behind it
 * @param titleId the title
 * @param trackId the counted track
 * @param playId 16 random bytes that join the entries of one play
 * @param startedAt when the play began, by the trusted clock
 * @param clock what the time is worth
 * @param monoStart monotonic milliseconds of the process when the entry's span began
 * @param monoEnd and when it ended
 * @param playedMs milliseconds of media played in the span
 * @param ranges media time that was played, sorted, merged, at most {@link #MAX_RANGES}
 * @param reason why the entry was written
 * @param bytes where the ciphertext of the span came from
 * @param territoryHint where the client believes to be, or {@code none}
 * @param anchor SHA-256 of the latest license payload
 */
public record PlayEntry(
        DeviceId device,
        long epoch,
        long seq,
        Sha256Hex prev,
        LicenseId licenseId,
        long licenseRev,
        String grantId,
        TitleId titleId,
        TrackId trackId,
        PlayId playId,
        Instant startedAt,
        ClockState clock,
        long monoStart,
        long monoEnd,
        long playedMs,
        List<MediaRange> ranges,
        Reason reason,
        ByteSources bytes,
        String territoryHint,
        Sha256Hex anchor) {
    public static final String TYP = "sealswarm/1/play";

    /** Longest entry, in bytes. */
    public static final int MAX_BYTES = 8 * 1024;

    /** Most ranges of one entry. */
    public static final int MAX_RANGES = 200;

    /** Longest span of one entry, in milliseconds of any clock: a year. */
    static final long MAX_MILLIS = 366L * 24 * 3600 * 1000;

    /** What joins the entries of one play; base64url of 16 bytes. */
    public record PlayId(@JsonValue String text) {
        public static final int LENGTH_BYTES = 16;

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public PlayId {
            Base64Url.decode(text, LENGTH_BYTES);
        }

        public static PlayId random(SecureRandom random) {
            byte[] bytes = new byte[LENGTH_BYTES];
            random.nextBytes(bytes);
            return new PlayId(Base64Url.encode(bytes));
        }
    }

    /** What the device's time is worth. */
    public enum ClockState {
        /** Checked against the server in this run. */
        SYNCED,
        /** The wall clock alone. */
        WALL,
        /** The wall clock was set back. */
        ROLLED_BACK;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Why an entry was written. */
    public enum Reason {
        START,
        INTERVAL,
        STOP,
        END,
        CRASH,
        RELEASE;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Media time from {@code fromMs} until before {@code toMs}; in JSON {@code [fromMs, toMs]}. */
    public record MediaRange(long fromMs, long toMs) {
        public MediaRange {
            if (fromMs < 0 || toMs <= fromMs || toMs > StrictJson.MAX_INTEGER) {
                throw new IllegalArgumentException("a range is [from, to) with 0 <= from < to");
            }
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static MediaRange ofJson(List<Long> bounds) {
            if (bounds.size() != 2) {
                throw new IllegalArgumentException("a range has two bounds");
            }
            return new MediaRange(bounds.get(0), bounds.get(1));
        }

        @JsonValue
        List<Long> json() {
            return List.of(fromMs, toMs);
        }
    }

    /** Bytes of ciphertext by where they came from. */
    public record ByteSources(long edge, long peers, long cache) {
        public static final ByteSources NONE = new ByteSources(0, 0, 0);

        public ByteSources {
            if (edge < 0 || peers < 0 || cache < 0) {
                throw new IllegalArgumentException("bytes must not be negative");
            }
        }
    }

    public PlayEntry {
        ranges = List.copyOf(ranges);
        if (epoch < 1 || seq < 1 || licenseRev < 1) {
            throw new IllegalArgumentException("epoch, seq and licenseRev are from 1");
        }
        if (monoStart < 0 || monoEnd < monoStart || monoEnd - monoStart > MAX_MILLIS) {
            throw new IllegalArgumentException("monoEnd must follow monoStart");
        }
        if (playedMs < 0 || playedMs > MAX_MILLIS) {
            throw new IllegalArgumentException("playedMs is 0 to a year");
        }
        if (ranges.size() > MAX_RANGES) {
            throw new IllegalArgumentException("at most " + MAX_RANGES + " ranges");
        }
        for (int i = 1; i < ranges.size(); i++) {
            if (ranges.get(i).fromMs() <= ranges.get(i - 1).toMs()) {
                throw new IllegalArgumentException("ranges must be sorted and merged");
            }
        }
        if (!territoryHint.equals("none")) {
            sealswarm.license.rights.Territories.requireCode(territoryHint);
        }
    }

    /** The exact bytes of the entry. */
    public byte[] canonicalBytes() {
        ObjectNode tree = (ObjectNode) WireJson.tree(this);
        return CanonicalJson.bytes(tree.put("typ", TYP).put("v", 1));
    }

    /**
     * Reads an entry; members of later versions are skipped.
     *
     * @throws FormatException too-large, malformed or unsupported-version
     */
    public static PlayEntry read(byte[] bytes) {
        ObjectNode tree = StrictJson.parseObject(bytes, MAX_BYTES);
        JsonMembers members = JsonMembers.of(tree, "entry");
        members.constant("typ", TYP);
        if (members.integer("v", 0, StrictJson.MAX_INTEGER) != 1) {
            throw new FormatException(FormatProblem.UNSUPPORTED_VERSION, "a play entry of another version than 1");
        }
        return WireJson.readOpenTree(tree, PlayEntry.class);
    }
}
