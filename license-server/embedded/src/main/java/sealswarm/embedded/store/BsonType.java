package sealswarm.embedded.store;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Documents on MVStore's pages as BSON. The bare library writes them by Java serialization, which takes several times the
 * bytes and the time and would execute whatever a manipulated file asks for.
 */
final class BsonType extends BasicDataType<Document> {
    static final BsonType INSTANCE = new BsonType();

    /** A field in memory costs about this much beside its value; MVStore only wants an estimate. */
    private static final int FIELD_BYTES = 96;

    private BsonType() {}

    static ByteBuf encode(Document document) {
        ByteBuf bytes = Unpooled.buffer(256);
        BsonEncoder.encodeDocument(document, bytes);
        return bytes;
    }

    @Override
    public int getMemory(Document document) {
        return FIELD_BYTES * (1 + document.size());
    }

    @Override
    public void write(WriteBuffer buffer, Document document) {
        ByteBuf bytes = encode(document);
        buffer.put(bytes.nioBuffer());
    }

    @Override
    public Document read(ByteBuffer buffer) {
        ByteBuf bytes = Unpooled.wrappedBuffer(buffer);
        Document document = BsonDecoder.decodeBson(bytes);
        buffer.position(buffer.position() + bytes.readerIndex());
        return document;
    }

    @Override
    public Document[] createStorage(int size) {
        return new Document[size];
    }
}
