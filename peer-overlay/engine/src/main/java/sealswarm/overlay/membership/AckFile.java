package sealswarm.overlay.membership;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sealswarm.overlay.ack.AckBatch;
import sealswarm.overlay.store.DurableFile;

/**
 * The acks of one track that the edge has not got, beside the track's file: each batch behind its length. Replaced as a whole; one
 * that cannot be read counts as none. Blocking, one caller at a time.
 */
public final class AckFile {
    /** What is added to the track's file name. */
    public static final String SUFFIX = ".acks";

    private static final int MAX_FILE_BYTES = 16 << 20;

    private final Path path;

    /** The file at {@code path}, which may not exist. */
    public AckFile(Path path) {
        this.path = path;
    }

    /** What was written last. */
    public List<AckBatch> read() {
        try {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.size(path) > MAX_FILE_BYTES) {
                return List.of();
            }
            return parse(ByteBuffer.wrap(Files.readAllBytes(path)));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<AckBatch> parse(ByteBuffer in) {
        List<AckBatch> batches = new ArrayList<>();
        while (in.remaining() >= Integer.BYTES) {
            int length = in.getInt();
            if (length < 1 || length > in.remaining()) {
                return List.of();
            }
            byte[] bytes = new byte[length];
            in.get(bytes);
            Optional<AckBatch> batch = AckBatch.parse(bytes);
            if (batch.isEmpty()) {
                return List.of();
            }
            batches.add(batch.get());
        }
        return batches;
    }

    /** Puts these in the place of what was there; nothing to keep leaves no file. */
    public void write(List<AckBatch> batches) throws IOException {
        if (batches.isEmpty()) {
            Files.deleteIfExists(path);
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (AckBatch batch : batches) {
            byte[] bytes = batch.bytes();
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            out.writeBytes(bytes);
        }
        DurableFile.write(path, out.toByteArray(), DurableFile.Access.OWNER);
    }
}
