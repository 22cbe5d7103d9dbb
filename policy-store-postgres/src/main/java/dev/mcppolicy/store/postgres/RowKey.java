package dev.mcppolicy.store.postgres;

import dev.mcppolicy.counter.stored.KeyBytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Texts as the bytes that rows are found by. An index takes no more than a third of a page, so that a long text is cut, and its
 * digest put in the place of the rest: what is cut is longer than all that is not, and different texts have different bytes.
 */
final class RowKey {
    private static final int LONGEST_KEY = 1_400;
    private static final int LONGEST_NAME = 600;
    private static final int DIGEST = 32;

    private RowKey() {}

    /** What a counter or a place is found by. */
    static byte[] ofKey(String text) {
        return cut(KeyBytes.of(text), LONGEST_KEY);
    }

    /** What all keys that begin so come after, and none of them is. */
    static byte[] beforeAll(String beginning) {
        byte[] bytes = KeyBytes.of(beginning);
        return Arrays.copyOf(bytes, Math.min(bytes.length, LONGEST_KEY));
    }

    /** What all keys that begin so come before. */
    static byte[] afterAll(String beginning) {
        byte[] first = beforeAll(beginning);
        byte[] last = Arrays.copyOf(first, first.length + DIGEST + 1);
        Arrays.fill(last, first.length, last.length, (byte) 0xff);
        return last;
    }

    /** What a namespace or a payer is found by. */
    static byte[] ofName(String text) {
        return cut(KeyBytes.of(text), LONGEST_NAME);
    }

    /** Whether what is found by some bytes has a longer text. */
    static boolean isCut(byte[] key) {
        return key.length > LONGEST_KEY;
    }

    /** Whether the name that some bytes stand for is longer than they are. */
    static boolean isCutName(byte[] name) {
        return name.length > LONGEST_NAME;
    }

    /** A number by which the takers of places wait for each other; two keys may share one. */
    static long lockNumber(byte[] key) {
        return ByteBuffer.wrap(sha256(key)).getLong();
    }

    private static byte[] cut(byte[] bytes, int longest) {
        if (bytes.length <= longest) {
            return bytes;
        }
        byte[] digest = sha256(bytes);
        byte[] key = Arrays.copyOf(bytes, longest + digest.length);
        System.arraycopy(digest, 0, key, longest, digest.length);
        return key;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
