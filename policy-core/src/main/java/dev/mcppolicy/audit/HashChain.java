package dev.mcppolicy.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How each line holds on to the one before: it begins with that line's hash and its own number, in a form so fixed that
 * no parser is needed to follow it.
 */
final class HashChain {
    /** Before the first line. */
    static final AuditAnchor START = new AuditAnchor(0, "0".repeat(64));

    private static final String BEFORE_HASH = "{\"prev\":\"";
    private static final String BEFORE_SEQUENCE = "\",\"seq\":";
    private static final String AFTER_SEQUENCE = ",";
    private static final int HASH_LENGTH = 64;
    private static final int MAX_HEAD_LENGTH = 120;

    private HashChain() {}

    /** What the line after another begins with. */
    static String headAfter(AuditAnchor before) {
        return BEFORE_HASH + before.hash() + BEFORE_SEQUENCE + (before.sequence() + 1) + AFTER_SEQUENCE;
    }

    /** Whether a line says that it comes after another. */
    static boolean follows(AuditAnchor before, byte[] line) {
        String head = headAfter(before);
        return line.length >= head.length()
                && new String(line, 0, head.length(), StandardCharsets.ISO_8859_1).equals(head);
    }

    /** The anchor of a line that follows another. */
    static AuditAnchor after(AuditAnchor before, byte[] line) {
        return new AuditAnchor(before.sequence() + 1, hash(line));
    }

    /** What a line says comes before it, or null if it says nothing in the right form. */
    static @Nullable AuditAnchor before(byte[] line) {
        String head = new String(line, 0, Math.min(line.length, MAX_HEAD_LENGTH), StandardCharsets.ISO_8859_1);
        int sequenceAt = BEFORE_HASH.length() + HASH_LENGTH + BEFORE_SEQUENCE.length();
        int end = head.indexOf(AFTER_SEQUENCE, Math.min(sequenceAt, head.length()));
        if (end < 0) {
            return null;
        }
        String hash = head.substring(BEFORE_HASH.length(), BEFORE_HASH.length() + HASH_LENGTH);
        long sequence = FileLine.number(head.substring(sequenceAt, end));
        if (sequence < 1 || !isHash(hash)) {
            return null;
        }
        AuditAnchor before = new AuditAnchor(sequence - 1, hash);
        boolean startsRight = sequence > 1 || before.equals(START);
        return startsRight && follows(before, line) ? before : null;
    }

    static boolean isHash(String text) {
        return text.length() == HASH_LENGTH && isHexadecimal(text);
    }

    static boolean isHexadecimal(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** Whether bytes can be a line of a log, whatever comes before: an object in printable ASCII, of a bounded length. */
    static boolean hasForm(byte[] line) {
        if (line.length == 0 || line.length > LogLines.MAX_LINE_BYTES || line[line.length - 1] != '}') {
            return false;
        }
        for (byte b : line) {
            if (b < ' ' || b == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static String hash(byte[] line) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(line));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
