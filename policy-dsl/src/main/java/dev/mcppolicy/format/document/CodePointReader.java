package dev.mcppolicy.format.document;

import java.io.Reader;

/**
 * Reads a text without ever ending a piece between the two halves of a code point. The YAML library asks for the second
 * half in a buffer that is full, and fails.
 */
final class CodePointReader extends Reader {
    private final String text;
    private int at;

    CodePointReader(String text) {
        this.text = text;
    }

    @Override
    public int read(char[] buffer, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (at == text.length()) {
            return -1;
        }
        int end = Math.min(text.length(), at + length);
        if (end - at > 1 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        int count = end - at;
        text.getChars(at, end, buffer, offset);
        at = end;
        return count;
    }

    @Override
    public void close() {}
}
