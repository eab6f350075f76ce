package sealswarm.overlay.metainfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sealswarm.overlay.bencode.Bencode;
import sealswarm.overlay.bencode.BencodeDictionary;
import sealswarm.overlay.bencode.BencodeException;
import sealswarm.overlay.bencode.BencodeInteger;
import sealswarm.overlay.bencode.BencodeLimits;
import sealswarm.overlay.bencode.BencodeList;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.bencode.BencodeValue;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleLayer;

/** One reading of a metainfo: every field in turn, each refusal naming its path. */
final class MetainfoParser {
    private static final int MAX_NAME_BYTES = 4_096;
    private static final int V2 = 2;

    private final BencodeDictionary document;
    private final BencodeDictionary info;

    MetainfoParser(byte[] bytes) throws MetainfoException {
        try {
            this.document = Bencode.decodeDictionary(bytes, BencodeLimits.METAINFO);
        } catch (BencodeException e) {
            throw new MetainfoException(e);
        }
        this.info = document.dictionary("info").orElseThrow(() -> missing(document, "info", "info", "dictionary"));
    }

    /** The v2 half: a single file of BEP 52's tree. */
    private record TreeFile(String name, long lengthBytes, PiecesRoot root) {}

    Metainfo parse() throws MetainfoException {
        boolean v2 = info.get("meta version").isPresent();
        boolean v1 = info.get("pieces").isPresent();
        if (v2 && requiredInteger("meta version") != V2) {
            throw new MetainfoException("info.meta version", requiredInteger("meta version") + " is not " + V2);
        }
        if (!v1 && !v2) {
            throw new MetainfoException("info", "neither pieces (v1) nor meta version (v2)");
        }
        if (info.get("files").isPresent()) {
            throw new MetainfoException("info.files", "a torrent of several files is not supported");
        }
        String name = requiredName();
        PieceLength pieceLength = pieceLength();
        Optional<TreeFile> tree = v2 ? Optional.of(treeFile()) : Optional.empty();
        long length = v1 ? length() : tree.orElseThrow().lengthBytes();
        checkPieceCount(length, pieceLength);
        Optional<PieceHashes> pieces = v1 ? Optional.of(pieceHashes(length, pieceLength)) : Optional.empty();
        if (v1 && tree.isPresent()) {
            checkHalvesAgree(name, length, tree.get());
        }
        Optional<PiecesRoot> root = tree.map(TreeFile::root);
        Optional<MerkleLayer> layer = root.isPresent() ? pieceLayer(length, pieceLength, root.get()) : Optional.empty();
        return new Metainfo(
                document,
                new Metainfo.Description(
                        tree.map(TreeFile::name).orElse(name),
                        length,
                        pieceLength,
                        info.integer("private").orElse(0) == 1,
                        infoHashes(v1, v2),
                        pieces,
                        root,
                        layer,
                        links()));
    }

    private InfoHashes infoHashes(boolean v1, boolean v2) {
        byte[] raw = info.encoded();
        return new InfoHashes(
                v1 ? Optional.of(InfoHash.of(MetainfoWriter.digest("SHA-1", raw))) : Optional.empty(),
                v2 ? Optional.of(InfoHash.of(MetainfoWriter.digest("SHA-256", raw))) : Optional.empty());
    }

    private String requiredName() throws MetainfoException {
        BencodeString raw = info.string("name").orElseThrow(() -> missing(info, "name", "info.name", "string"));
        return text(raw, "info.name");
    }

    private static String text(BencodeString raw, String field) throws MetainfoException {
        if (raw.length() == 0 || raw.length() > MAX_NAME_BYTES) {
            throw new MetainfoException(field, "a name has 1.." + MAX_NAME_BYTES + " bytes, not " + raw.length());
        }
        return raw.utf8().orElseThrow(() -> new MetainfoException(field, "not UTF-8"));
    }

    private PieceLength pieceLength() throws MetainfoException {
        long bytes = requiredInteger("piece length");
        if (bytes < 1 || Long.bitCount(bytes) != 1) {
            throw new MetainfoException("info.piece length", bytes + " is not a power of two");
        }
        if (!PieceLength.isAllowed(bytes)) {
            throw new MetainfoException(
                    "info.piece length",
                    bytes + " is not from " + PieceLength.MIN_BYTES + " to " + PieceLength.MAX_BYTES);
        }
        return new PieceLength((int) bytes);
    }

    private long length() throws MetainfoException {
        long length = requiredInteger("length");
        checkLength(length, "info.length");
        return length;
    }

    private static void checkLength(long length, String field) throws MetainfoException {
        if (length < 1 || length > Merkle.MAX_SIZE_BYTES) {
            throw new MetainfoException(field, length + " is not in 1.." + Merkle.MAX_SIZE_BYTES);
        }
    }

    private static void checkPieceCount(long length, PieceLength pieceLength) throws MetainfoException {
        if (pieceLength.count(length) > Metainfo.MAX_PIECES) {
            throw new MetainfoException(
                    "info.piece length", pieceLength.count(length) + " pieces are more than " + Metainfo.MAX_PIECES);
        }
    }

    private PieceHashes pieceHashes(long length, PieceLength pieceLength) throws MetainfoException {
        BencodeString raw = info.string("pieces").orElseThrow(() -> missing(info, "pieces", "info.pieces", "string"));
        long expected = pieceLength.count(length) * PieceHashes.LENGTH;
        if (raw.length() != expected) {
            throw new MetainfoException("info.pieces", raw.length() + " bytes where " + expected + " belong");
        }
        return PieceHashes.of(raw.bytes());
    }

    private TreeFile treeFile() throws MetainfoException {
        BencodeDictionary tree = info.dictionary("file tree")
                .orElseThrow(() -> missing(info, "file tree", "info.file tree", "dictionary"));
        if (tree.keys().size() != 1) {
            throw new MetainfoException(
                    "info.file tree", tree.keys().size() + " entries; a torrent of several files is not supported");
        }
        BencodeString key = tree.keys().get(0);
        String name = text(key, "info.file tree");
        String path = "info.file tree." + key;
        BencodeDictionary entry = tree.get(key)
                .filter(BencodeDictionary.class::isInstance)
                .map(BencodeDictionary.class::cast)
                .orElseThrow(() -> new MetainfoException(path, "is not a dictionary"));
        BencodeDictionary file = entry.dictionary("")
                .orElseThrow(
                        () -> new MetainfoException(path, "no file here; a torrent of several files is not supported"));
        if (entry.keys().size() != 1) {
            throw new MetainfoException(path, "both a file and a directory");
        }
        return readTreeFile(name, path, file);
    }

    private static TreeFile readTreeFile(String name, String path, BencodeDictionary file) throws MetainfoException {
        OptionalLong length = file.integer("length");
        if (length.isEmpty()) {
            throw missing(file, "length", path + ".length", "integer");
        }
        checkLength(length.getAsLong(), path + ".length");
        BencodeString root = file.string("pieces root")
                .orElseThrow(() -> missing(file, "pieces root", path + ".pieces root", "string"));
        if (root.length() != MerkleHash.LENGTH) {
            throw new MetainfoException(path + ".pieces root", root.length() + " bytes where 32 belong");
        }
        return new TreeFile(name, length.getAsLong(), new PiecesRoot(MerkleHash.of(root.bytes())));
    }

    private static void checkHalvesAgree(String name, long length, TreeFile tree) throws MetainfoException {
        if (length != tree.lengthBytes()) {
            throw new MetainfoException("info.length", length + " differs from the file tree's " + tree.lengthBytes());
        }
        if (!name.equals(tree.name())) {
            throw new MetainfoException("info.name", "differs from the name in the file tree");
        }
    }

    private Optional<MerkleLayer> pieceLayer(long length, PieceLength pieceLength, PiecesRoot root)
            throws MetainfoException {
        if (document.get("piece layers").isEmpty()) {
            return pieceLength.count(length) == 1 ? Optional.of(MerkleLayer.EMPTY) : Optional.empty();
        }
        BencodeDictionary layers = document.dictionary("piece layers")
                .orElseThrow(() -> missing(document, "piece layers", "piece layers", "dictionary"));
        BencodeString key = BencodeString.of(root.hash().bytes());
        for (BencodeString given : layers.keys()) {
            if (!given.equals(key)) {
                throw new MetainfoException("piece layers", "a layer of a root that no file has");
            }
        }
        if (layers.keys().isEmpty()) {
            return pieceLength.count(length) == 1 ? Optional.of(MerkleLayer.EMPTY) : Optional.empty();
        }
        if (!(layers.values().get(0) instanceof BencodeString packed) || packed.length() % MerkleHash.LENGTH != 0) {
            throw new MetainfoException("piece layers", "a layer is not a whole number of 32-byte hashes");
        }
        MerkleLayer layer = MerkleLayer.of(packed.bytes());
        if (!TrackHashes.layerFits(length, pieceLength, root, layer)) {
            throw new MetainfoException(
                    "piece layers", layer.size() + " hashes do not add up to the root of " + length + " bytes");
        }
        return Optional.of(layer);
    }

    private MetainfoLinks links() {
        List<List<String>> tiers = new ArrayList<>();
        document.list("announce-list").ifPresent(list -> list.items().stream()
                .limit(MetainfoLinks.MAX_URLS)
                .forEach(tier -> {
                    List<String> urls = tier instanceof BencodeList found ? texts(found) : List.of();
                    if (!urls.isEmpty()) {
                        tiers.add(urls);
                    }
                }));
        if (tiers.isEmpty()) {
            document.string("announce").flatMap(BencodeString::utf8).ifPresent(url -> tiers.add(List.of(url)));
        }
        List<String> webSeeds = document.list("url-list")
                .map(MetainfoParser::texts)
                .or(() ->
                        document.string("url-list").flatMap(BencodeString::utf8).map(List::of))
                .orElse(List.of());
        Optional<BencodeDictionary> own = document.dictionary("ss");
        return new MetainfoLinks(
                tiers,
                webSeeds,
                own.flatMap(ss -> ss.string("leaves")).flatMap(BencodeString::utf8),
                own.flatMap(ss -> ss.list("keys")).map(MetainfoParser::texts).orElse(List.of()),
                own.isPresent() && own.get().integer("members").orElse(0) == 1
                        ? MetainfoLinks.Company.MEMBERS
                        : MetainfoLinks.Company.ANYBODY);
    }

    private static List<String> texts(BencodeList list) {
        List<String> texts = new ArrayList<>();
        for (BencodeValue item : list.items()) {
            if (texts.size() < MetainfoLinks.MAX_URLS && item instanceof BencodeString string && string.length() > 0) {
                string.utf8().ifPresent(texts::add);
            }
        }
        return texts;
    }

    private long requiredInteger(String key) throws MetainfoException {
        if (info.get(key).orElse(null) instanceof BencodeInteger found) {
            return found.value();
        }
        throw missing(info, key, "info." + key, "integer");
    }

    private static MetainfoException missing(BencodeDictionary in, String key, String field, String kind) {
        return new MetainfoException(field, in.get(key).isPresent() ? "is not a " + kind : "is missing");
    }
}
