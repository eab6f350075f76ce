package sealswarm.format.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes a good input into one that is nearly good. Pure: the same generator state gives the same bytes. */
public final class Mutation {
    /** The longest input a mutation makes. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_CHANGES = 6;
    private static final byte[][] WORDS = {
        {0},
        {(byte) 0xFF},
        {(byte) 0x80},
        {0x7F, (byte) 0xFF},
        {(byte) 0xFF, (byte) 0xFF},
        {0, 0, 0, 0},
        {0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
        {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
        {(byte) 0x80, 0, 0, 0},
        {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
        {'"'},
        {'{'},
        {'['},
        {','},
        {'-', '0'},
        {'1', 'e', '9'},
        {'\\', 'u', 'd', '8', '0', '0'},
        {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
        {(byte) 0xC0, (byte) 0x80},
        {'\n'},
        {':', ' '},
    };

    private Mutation() {}

    /** One of {@code inputs} with one to six changes, sometimes joined with the end of another. */
    public static byte[] of(List<byte[]> inputs, RandomGenerator random) {
        byte[] input = inputs.get(random.nextInt(inputs.size()));
        int changes = 1 + random.nextInt(MAX_CHANGES);
        for (int i = 0; i < changes; i++) {
            input = changed(input, inputs, random);
        }
        return input.length > MAX_BYTES ? Arrays.copyOf(input, MAX_BYTES) : input;
    }

    private static byte[] changed(byte[] input, List<byte[]> inputs, RandomGenerator random) {
        int at = random.nextInt(input.length + 1);
        int end = Math.min(input.length, at + 1 + random.nextInt(32));
        byte[] word = WORDS[random.nextInt(WORDS.length)];
        return switch (random.nextInt(8)) {
            case 0, 1 -> flipped(input, random);
            case 2 -> spliced(input, at, word, at);
            case 3 -> spliced(input, at, word, Math.min(input.length, at + word.length));
            case 4 -> spliced(input, at, new byte[0], end);
            case 5 -> spliced(input, end, Arrays.copyOfRange(input, at, end), end);
            case 6 -> Arrays.copyOf(input, at);
            default -> {
                byte[] other = inputs.get(random.nextInt(inputs.size()));
                int from = random.nextInt(other.length + 1);
                yield spliced(input, at, Arrays.copyOfRange(other, from, other.length), input.length);
            }
        };
    }

    private static byte[] flipped(byte[] input, RandomGenerator random) {
        byte[] output = input.clone();
        if (output.length > 0) {
            output[random.nextInt(output.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return output;
    }

    /** {@code input} up to {@code from}, then {@code middle}, then {@code input} from {@code to} on. */
    private static byte[] spliced(byte[] input, int from, byte[] middle, int to) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        output.write(input, 0, from);
        output.writeBytes(middle);
        output.write(input, to, input.length - to);
        return output.toByteArray();
    }
}
