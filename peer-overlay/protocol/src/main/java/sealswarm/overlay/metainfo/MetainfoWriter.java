package sealswarm.overlay.metainfo;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import sealswarm.overlay.bencode.Bencode;
import sealswarm.overlay.bencode.BencodeDictionary;
import sealswarm.overlay.bencode.BencodeList;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.bencode.BencodeValue;

/**
 * Writes canonical metainfo: the same track and name always give the same bytes. Every torrent is private (BEP 27), has one file,
 * no pad files, no dates and no links; those are added by {@link Metainfo#withLinks}. Stateless; safe for any thread.
 */
public final class MetainfoWriter {
    private MetainfoWriter() {}

    /** The hybrid metainfo: one {@code info} with a v1 and a v2 half (BEP 52, upgrade path). */
    public static byte[] hybrid(String name, TrackHashes track) {
        BencodeDictionary.Builder info = v2Info(name, track);
        addV1(info, track);
        return v2Document(info, track);
    }

    /** The v2-only metainfo, for clients without v1 and for tests against them. */
    public static byte[] v2Only(String name, TrackHashes track) {
        return v2Document(v2Info(name, track), track);
    }

    /** The v1-only companion over the same bytes, for stock clients that cannot read a file tree. */
    public static byte[] v1Only(String name, TrackHashes track) {
        BencodeDictionary.Builder info = named(name, track);
        addV1(info, track);
        return Bencode.encode(
                BencodeDictionary.builder().put("info", info.build()).build());
    }

    private static BencodeDictionary.Builder named(String name, TrackHashes track) {
        return BencodeDictionary.builder()
                .put("name", name)
                .put("piece length", track.pieceLength().bytes())
                .put("private", 1);
    }

    private static void addV1(BencodeDictionary.Builder info, TrackHashes track) {
        info.put("length", track.lengthBytes())
                .put("pieces", track.pieceHashes().packed());
    }

    private static BencodeDictionary.Builder v2Info(String name, TrackHashes track) {
        BencodeDictionary file = BencodeDictionary.builder()
                .put("length", track.lengthBytes())
                .put("pieces root", track.root().hash().bytes())
                .build();
        BencodeDictionary leaf = BencodeDictionary.builder().put("", file).build();
        BencodeDictionary tree = BencodeDictionary.builder().put(name, leaf).build();
        return named(name, track).put("file tree", tree).put("meta version", 2);
    }

    private static byte[] v2Document(BencodeDictionary.Builder info, TrackHashes track) {
        BencodeDictionary.Builder layers = BencodeDictionary.builder();
        if (track.pieceLayer().size() > 0) {
            layers.put(
                    BencodeString.of(track.root().hash().bytes()),
                    BencodeString.of(track.pieceLayer().packed()));
        }
        return Bencode.encode(BencodeDictionary.builder()
                .put("info", info.build())
                .put("piece layers", layers.build())
                .build());
    }

    static byte[] personalised(BencodeDictionary document, MetainfoLinks links) {
        BencodeDictionary.Builder out = BencodeDictionary.builder();
        document.get("info").ifPresent(info -> out.put("info", info));
        document.get("piece layers").ifPresent(layers -> out.put("piece layers", layers));
        List<List<String>> tiers = links.trackers();
        if (!tiers.isEmpty() && !tiers.get(0).isEmpty()) {
            out.put("announce", tiers.get(0).get(0));
            out.put(
                    "announce-list",
                    new BencodeList(tiers.stream().map(MetainfoWriter::texts).toList()));
        }
        if (!links.webSeeds().isEmpty()) {
            out.putTexts("url-list", links.webSeeds());
        }
        boolean closed = links.company() == MetainfoLinks.Company.MEMBERS;
        if (links.leavesUrl().isPresent() || !links.edgeKeys().isEmpty() || closed) {
            BencodeDictionary.Builder own = BencodeDictionary.builder().putTexts("keys", links.edgeKeys());
            links.leavesUrl().ifPresent(url -> own.put("leaves", url));
            if (closed) {
                own.put("members", 1);
            }
            out.put("ss", own.build());
        }
        return Bencode.encode(out.build());
    }

    private static BencodeValue texts(List<String> texts) {
        return new BencodeList(texts.stream()
                .map(text -> (BencodeValue) BencodeString.of(text))
                .toList());
    }

    /** SHA-1 or SHA-256 of {@code bytes}; every Java platform has both. */
    static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
