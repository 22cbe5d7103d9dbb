package dev.mcppolicy.audit;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the first line of each file says: which log the file is of, and which of that log's files it is. Its members stand
 * in a fixed order, and later versions of the schema may add others after them, so that no parser is needed to read it.
 *
 * @param log names the log, in 32 hexadecimal digits
 * @param number the place of the file in the log, from 1
 */
record FileLine(String log, long number) {
    /** The version of the schema of lines that this code writes. */
    static final int SCHEMA = 1;

    private static final String KIND = "\",\"kind\":\"file\",\"log\":\"";
    private static final String NUMBER = "\",\"number\":";
    private static final String VERSION = ",\"schema\":";
    private static final int ID_LENGTH = 32;
    private static final int MAX_DIGITS = 18;
    private static final int MAX_LENGTH = 320;

    /** The first file of a log that has no other. */
    static FileLine ofNewLog() {
        byte[] id = new byte[ID_LENGTH / 2];
        new SecureRandom().nextBytes(id);
        return new FileLine(HexFormat.of().formatHex(id), 1);
    }

    /** The file after this one. */
    FileLine next() {
        return new FileLine(log, number + 1);
    }

    /** The line, but for its head. */
    String body(String at) {
        return AuditLine.AT + at + KIND + log + NUMBER + number + VERSION + SCHEMA + "}";
    }

    /** What a line says that begins a file, or null if it does not begin one. */
    static @Nullable FileLine of(byte[] line) {
        String text = new String(line, 0, Math.min(line.length, MAX_LENGTH), StandardCharsets.ISO_8859_1);
        int at = text.indexOf("," + AuditLine.AT);
        int kind = at < 0 ? -1 : text.indexOf('"', at + 1 + AuditLine.AT.length());
        if (kind < 0 || !text.startsWith(KIND, kind)) {
            return null;
        }
        int id = kind + KIND.length();
        int number = id + ID_LENGTH + NUMBER.length();
        if (!text.startsWith(NUMBER, id + ID_LENGTH) || !HashChain.isHexadecimal(text.substring(id, id + ID_LENGTH))) {
            return null;
        }
        int version = text.indexOf(VERSION, number);
        if (version < 0 || number(text.substring(number, version)) < 1 || !endsNumber(text, version)) {
            return null;
        }
        return new FileLine(text.substring(id, id + ID_LENGTH), number(text.substring(number, version)));
    }

    /** Whether a number stands after the name of the version, and the object or its next member after the number. */
    private static boolean endsNumber(String text, int version) {
        int end = version + VERSION.length();
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return number(text.substring(version + VERSION.length(), end)) > 0
                && end < text.length()
                && (text.charAt(end) == ',' || text.charAt(end) == '}');
    }

    /** A whole number without leading zeros, or -1. */
    static long number(String digits) {
        boolean plain = !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.charAt(0) != '0'
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Long.parseLong(digits) : -1;
    }
}
