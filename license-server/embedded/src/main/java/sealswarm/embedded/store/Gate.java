package sealswarm.embedded.store;

import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Lets in only who knows the token of this process. The port is on loopback, where every local user could connect; the token
 * travels as the application name in the driver's handshake, and a connection without it gets error 13 for any command.
 */
final class Gate {
    private static final int TOKEN_BYTES = 32;
    private static final int UNAUTHORIZED = 13;
    private static final AttributeKey<Boolean> OPEN = AttributeKey.valueOf(Gate.class, "open");

    private final byte[] token;

    Gate(SecureRandom random) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        token = HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
    }

    /** The token as the application name of a connection string. */
    String token() {
        return new String(token, StandardCharsets.US_ASCII);
    }

    /** Whether the connection may go on; a handshake that carries the token opens it for good. */
    boolean admits(Channel channel, String command, Document query) {
        if (Boolean.TRUE.equals(channel.attr(OPEN).get())) {
            return true;
        }
        boolean opened = isHandshake(command) && carriesToken(query);
        if (opened) {
            channel.attr(OPEN).set(Boolean.TRUE);
        }
        return opened;
    }

    static Document refusal() {
        return new Document("ok", 0)
                .append("errmsg", "this store serves its own process only")
                .append("code", UNAUTHORIZED)
                .append("codeName", "Unauthorized");
    }

    private static boolean isHandshake(String command) {
        return command.equalsIgnoreCase("isMaster") || command.equalsIgnoreCase("hello");
    }

    private boolean carriesToken(Document query) {
        Object name = member(member(member(query, "client"), "application"), "name");
        return name instanceof String text && MessageDigest.isEqual(token, text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Object member(@Nullable Object value, String name) {
        return value instanceof Document document ? document.get(name) : null;
    }
}
