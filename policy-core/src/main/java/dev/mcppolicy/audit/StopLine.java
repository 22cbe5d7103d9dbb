package dev.mcppolicy.audit;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the last line says of a log that is closed in an orderly way. Lines after the last such line, and lines before
 * {@code since} that no such line counts as its own, are of a writer that ended without closing the log, or that still
 * writes. Its members stand in a fixed order, so that no parser is needed to read it.
 *
 * @param since the number of the first line that was written since the log was opened
 */
record StopLine(long since) {
    private static final String KIND = "\",\"kind\":\"stop\",\"since\":";
    private static final int MAX_LENGTH = 320;

    /** The line, but for its head. */
    String body(String at) {
        return AuditLine.AT + at + KIND + since + "}";
    }

    /** What a line says that ends the writing of a log, or null if it is none. */
    static @Nullable StopLine of(byte[] line) {
        String text = new String(line, 0, Math.min(line.length, MAX_LENGTH), StandardCharsets.ISO_8859_1);
        int at = text.indexOf("," + AuditLine.AT);
        int kind = at < 0 ? -1 : text.indexOf('"', at + 1 + AuditLine.AT.length());
        if (kind < 0 || !text.startsWith(KIND, kind)) {
            return null;
        }
        int end = kind + KIND.length();
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        long since = FileLine.number(text.substring(kind + KIND.length(), end));
        boolean isWhole = end < text.length() && (text.charAt(end) == ',' || text.charAt(end) == '}');
        return since > 0 && isWhole ? new StopLine(since) : null;
    }
}
