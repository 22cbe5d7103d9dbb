package dev.mcppolicy.counter.stored;

/**
 * Text as bytes that databases order as Java orders the text, and that lose nothing: each unit of UTF-16 is written as UTF-8
 * writes a character of that number, so that a half of a pair is not taken for another.
 */
public final class KeyBytes {
    private static final int ONE_BYTE = 0x80;
    private static final int TWO_BYTES = 0x800;

    private KeyBytes() {}

    /**
     * A text as bytes.
     *
     * @param text any text
     * @return its bytes
     */
    public static byte[] of(String text) {
        byte[] bytes = new byte[length(text)];
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < ONE_BYTE) {
                bytes[at++] = (byte) unit;
            } else if (unit < TWO_BYTES) {
                bytes[at++] = (byte) (0xc0 | (unit >> 6));
                bytes[at++] = (byte) (0x80 | (unit & 0x3f));
            } else {
                bytes[at++] = (byte) (0xe0 | (unit >> 12));
                bytes[at++] = (byte) (0x80 | ((unit >> 6) & 0x3f));
                bytes[at++] = (byte) (0x80 | (unit & 0x3f));
            }
        }
        return bytes;
    }

    private static int length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            length += unit < ONE_BYTE ? 1 : unit < TWO_BYTES ? 2 : 3;
        }
        return length;
    }

    /**
     * The text that some bytes stand for.
     *
     * @param bytes what {@link #of} has made
     * @return the text
     */
    public static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            int first = bytes[at] & 0xff;
            if (first < ONE_BYTE) {
                text.append((char) first);
                at += 1;
            } else if (first < 0xe0) {
                text.append((char) (((first & 0x1f) << 6) | (bytes[at + 1] & 0x3f)));
                at += 2;
            } else {
                text.append((char) (((first & 0x0f) << 12) | ((bytes[at + 1] & 0x3f) << 6) | (bytes[at + 2] & 0x3f)));
                at += 3;
            }
        }
        return text.toString();
    }
}
