package dev.mcppolicy.json;

/**
 * The characters that a human who reads a text does not see, or takes for something else: controls, marks that change
 * the order of reading, spaces other than the common one, letters without a shape, and what is no character at all.
 * Whoever shows untrusted text to a human writes them as escapes.
 */
public final class InvisibleCharacters {
    private InvisibleCharacters() {}

    /**
     * Whether a character does not show.
     *
     * @param codePoint a code point, a lone surrogate included
     * @return true for every character that is to be escaped; false for the common space
     */
    public static boolean contains(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SPACE_SEPARATOR -> codePoint != ' ';
            default -> isBlank(codePoint);
        };
    }

    /** Letters and marks that have no shape: fillers and variation selectors. */
    private static boolean isBlank(int c) {
        return c == 0x115F
                || c == 0x1160
                || c == 0x3164
                || c == 0xFFA0
                || c == 0x2800
                || c == 0x034F
                || (c >= 0xFE00 && c <= 0xFE0F)
                || (c >= 0xE0100 && c <= 0xE01EF);
    }
}
