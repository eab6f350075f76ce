package sealswarm.packager.pack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import sealswarm.format.cipher.RangeLedger;
import sealswarm.format.json.Base64Url;
import sealswarm.format.json.CanonicalJson;
import sealswarm.format.json.JsonMembers;
import sealswarm.format.json.StrictJson;
import sealswarm.format.key.Info;
import sealswarm.format.key.MacKey;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackSalt;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.format.problem.FormatException;

/**
 * What an interrupted pack leaves beside its files: the job it was about, the salts, and each track's finished ranges. It is believed only
 * under its HMAC, whose key follows from title key and salts.
 *
 * @param job a text that names inputs, sizes, times and job; another job does not resume
 * @param salts of all tracks
 * @param ranges finished ranges of each track
 */
record ResumeRecord(String job, SortedMap<TrackId, TrackSalt> salts, Map<TrackId, List<RangeLedger.Entry>> ranges) {
    static final String FILE = "resume.json";
    static final int MAX_BYTES = 256 << 20;

    private static final int MAX_RANGES = 1 << 17;

    ResumeRecord {
        salts = new TreeMap<>(salts);
        ranges = Map.copyOf(ranges);
    }

    /** The record as bytes with its tag. */
    byte[] bytes(TitleKey key) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("job", job);
        ArrayNode tracks = body.putArray("tracks");
        salts.forEach((id, salt) -> {
            ObjectNode track = tracks.addObject();
            track.put("id", id.text()).put("salt", salt.text());
            ArrayNode done = track.putArray("ranges");
            for (RangeLedger.Entry entry : ranges.getOrDefault(id, List.of())) {
                done.addObject()
                        .put("range", entry.range())
                        .put("crc32c", Integer.toUnsignedLong(entry.crc32c()))
                        .put("nodes", Base64Url.encode(entry.nodes().bytes()))
                        .put("sha1", Base64Url.encode(entry.sha1().bytes()));
            }
        });
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.set("body", body);
        try (MacKey mac = mac(key)) {
            whole.put("tag", Base64Url.encode(mac.tag(CanonicalJson.bytes(body))));
        }
        return CanonicalJson.bytes(whole);
    }

    /**
     * Reads a record without believing it: the salts are needed to find the key that checks the tag.
     *
     * @throws FormatException if it is no such record
     */
    static Unverified read(byte[] bytes) {
        JsonMembers whole = JsonMembers.of(StrictJson.parseObject(bytes, MAX_BYTES), "");
        byte[] tag = whole.value("tag", text -> Base64Url.decode(text, MacKey.TAG_BYTES));
        byte[] body = CanonicalJson.bytes(whole.tree("body"));
        JsonMembers members = whole.object("body");
        TreeMap<TrackId, TrackSalt> salts = new TreeMap<>();
        Map<TrackId, List<RangeLedger.Entry>> ranges = new TreeMap<>();
        for (JsonMembers track : members.objects("tracks", 1, 1000)) {
            TrackId id = track.value("id", TrackId::new);
            salts.put(id, track.value("salt", TrackSalt::new));
            List<RangeLedger.Entry> entries = new ArrayList<>();
            for (JsonMembers range : track.objects("ranges", 0, MAX_RANGES)) {
                entries.add(new RangeLedger.Entry(
                        (int) range.integer("range", 0, MAX_RANGES),
                        (int) range.integer("crc32c", 0, 0xFFFF_FFFFL),
                        RangeLedger.PackedHashes.of(range.value("nodes", Base64Url::decode)),
                        RangeLedger.PackedHashes.of(range.value("sha1", Base64Url::decode))));
            }
            ranges.put(id, List.copyOf(entries));
        }
        return new Unverified(new ResumeRecord(members.text("job"), salts, ranges), Base64Url.encode(body), tag);
    }

    /** A record as it was read, with the bytes its tag covers. */
    static final class Unverified {
        private final ResumeRecord record;
        private final String body;
        private final byte[] tag;

        private Unverified(ResumeRecord record, String body, byte[] tag) {
            this.record = record;
            this.body = body;
            this.tag = tag;
        }

        SortedMap<TrackId, TrackSalt> salts() {
            return record.salts;
        }

        /** The record, if {@code key} made its tag. */
        java.util.Optional<ResumeRecord> verified(TitleKey key) {
            try (MacKey mac = record.mac(key)) {
                return mac.verifies(Base64Url.decode(body), tag)
                        ? java.util.Optional.of(record)
                        : java.util.Optional.empty();
            }
        }
    }

    private MacKey mac(TitleKey key) {
        return MacKey.derive(
                key,
                SealedKeys.saltsHash(salts),
                Info.of("sealswarm/1/resume", key.title().text()));
    }
}
