package sealswarm.overlay.bencode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sealswarm.overlay.bencode.BencodeException.Fault;

/** One decoding run: a loop over the bytes with a stack of open containers, so that depth costs no call stack. */
final class BencodeDecoder {
    /** 20 characters hold every 64-bit integer with its sign. */
    private static final int MAX_INTEGER_CHARACTERS = 20;

    /** 10 digits hold every length below the largest document. */
    private static final int MAX_LENGTH_DIGITS = 10;

    private final byte[] source;
    private final BencodeLimits limits;
    private final Deque<Container> open = new ArrayDeque<>();
    private int position;
    private int tokens;

    BencodeDecoder(byte[] bytes, BencodeLimits limits) throws BencodeException {
        if (bytes.length > limits.maxBytes()) {
            throw new BencodeException(Fault.LIMIT, 0, "more than " + limits.maxBytes() + " bytes");
        }
        this.source = bytes.clone();
        this.limits = limits;
    }

    /** A list or dictionary whose end has not been read. */
    private static final class Container {
        final int start;
        final @Nullable List<BencodeString> keys;
        final List<BencodeValue> values = new ArrayList<>();

        Container(int start, @Nullable List<BencodeString> keys) {
            this.start = start;
            this.keys = keys;
        }

        boolean wantsKey() {
            return keys != null && keys.size() == values.size();
        }
    }

    BencodeValue decode() throws BencodeException {
        while (true) {
            BencodeValue complete = next();
            if (complete == null) {
                continue;
            }
            Container container = open.peek();
            if (container != null) {
                container.values.add(complete);
            } else if (position == source.length) {
                return complete;
            } else {
                throw fail(Fault.TRAILING_BYTES, "bytes after the value");
            }
        }
    }

    /** Reads one step: a complete value, or null where a container was opened or a key was read. */
    private @Nullable BencodeValue next() throws BencodeException {
        byte head = peek();
        Container container = open.peek();
        if (head == 'e' && container != null) {
            return close(container);
        }
        if (++tokens > limits.maxTokens()) {
            throw fail(Fault.LIMIT, "more than " + limits.maxTokens() + " values");
        }
        if (container != null && container.wantsKey()) {
            readKey(container);
            return null;
        }
        return switch (head) {
            case 'i' -> readInteger();
            case 'l' -> openContainer(null);
            case 'd' -> openContainer(new ArrayList<>());
            default -> readString();
        };
    }

    private @Nullable BencodeValue openContainer(@Nullable List<BencodeString> keys) throws BencodeException {
        if (open.size() == limits.maxDepth()) {
            throw fail(Fault.LIMIT, "more than " + limits.maxDepth() + " nested values");
        }
        open.push(new Container(position, keys));
        position++;
        return null;
    }

    private BencodeValue close(Container container) throws BencodeException {
        if (container.keys != null && container.keys.size() != container.values.size()) {
            throw fail(Fault.UNEXPECTED_BYTE, "a key without a value");
        }
        position++;
        open.pop();
        if (container.keys == null) {
            return new BencodeList(container.values);
        }
        BencodeString span = new BencodeString(source, container.start, position - container.start);
        return new BencodeDictionary(container.keys, container.values, span);
    }

    private void readKey(Container container) throws BencodeException {
        List<BencodeString> keys = container.keys;
        if (keys == null) {
            throw new IllegalStateException("a list has no keys");
        }
        int at = position;
        if (!isDigit(peek())) {
            throw fail(Fault.BAD_KEY, "a key must be a string");
        }
        BencodeString key = readString();
        if (!keys.isEmpty() && keys.get(keys.size() - 1).compareTo(key) >= 0) {
            throw new BencodeException(Fault.BAD_KEY, at, "keys must ascend without repeats");
        }
        keys.add(key);
    }

    private BencodeInteger readInteger() throws BencodeException {
        int start = position + 1;
        int end = start;
        while (end < source.length && source[end] != 'e') {
            boolean sign = end == start && source[end] == '-';
            if (!sign && !isDigit(source[end])) {
                position = end;
                throw fail(Fault.UNEXPECTED_BYTE, "not a digit");
            }
            if (++end - start > MAX_INTEGER_CHARACTERS) {
                throw fail(Fault.BAD_INTEGER, "an integer beyond 64 bits");
            }
        }
        if (end == source.length) {
            throw fail(Fault.TRUNCATED, "an integer without an end");
        }
        String text = new String(source, start, end - start, StandardCharsets.US_ASCII);
        String digits = text.startsWith("-") ? text.substring(1) : text;
        if (digits.isEmpty() || (digits.startsWith("0") && text.length() > 1)) {
            throw fail(Fault.BAD_INTEGER, "an integer without digits, with a leading zero, or a negative zero");
        }
        try {
            long value = Long.parseLong(text);
            position = end + 1;
            return new BencodeInteger(value);
        } catch (NumberFormatException e) {
            throw fail(Fault.BAD_INTEGER, "an integer beyond 64 bits");
        }
    }

    private BencodeString readString() throws BencodeException {
        int start = position;
        long length = 0;
        int at = start;
        while (at < source.length && isDigit(source[at])) {
            if (at - start == MAX_LENGTH_DIGITS) {
                throw fail(Fault.BAD_LENGTH, "a string length of more than " + MAX_LENGTH_DIGITS + " digits");
            }
            length = length * 10 + (source[at] - '0');
            at++;
        }
        if (at == source.length) {
            throw fail(Fault.TRUNCATED, "a string length without an end");
        }
        if (at == start || source[at] != ':') {
            position = at;
            throw fail(Fault.UNEXPECTED_BYTE, "no value begins with this byte");
        }
        if (source[start] == '0' && at - start > 1) {
            throw fail(Fault.BAD_LENGTH, "a string length with a leading zero");
        }
        int left = source.length - at - 1;
        if (length > left) {
            throw fail(Fault.BAD_LENGTH, "a string of " + length + " bytes where " + left + " are left");
        }
        position = at + 1 + (int) length;
        return new BencodeString(source, at + 1, (int) length);
    }

    private byte peek() throws BencodeException {
        if (position == source.length) {
            throw fail(Fault.TRUNCATED, "the bytes end inside a value");
        }
        return source[position];
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private BencodeException fail(Fault fault, String what) {
        return new BencodeException(fault, position, what);
    }
}
