package dev.mcppolicy.text;

import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The one notation for text from outside that is shown to people: what a reader does not see, what a terminal obeys and
 * what changes how other characters are read is an escape, {@code \}{@code u202E} or, beyond four digits,
 * {@code \}{@code u{E0041}}. Everything else stands as it is, a backslash too.
 *
 * <p>Escaped are controls, format characters, marks of direction, line and paragraph separators, spaces other than the
 * common one, unpaired surrogates, private and unassigned characters, letters and marks without a shape, and combining
 * marks that have nothing to stand on or come after {@value #MOST_MARKS} others.
 *
 * <p>All methods are pure and safe for use by any thread; texts are never null.
 */
public final class VisibleText {
    /** As many marks as stand on one letter in any living script, and no tower of them. */
    private static final int MOST_MARKS = 4;

    private static final int FOUR_DIGITS = 0xFFFF;
    private static final String CUT = "…";

    private VisibleText() {}

    /**
     * Whether a character shows by itself, wherever it stands.
     *
     * @param codePoint a code point, a lone surrogate included
     * @return false for every character that is always escaped; true for the common space
     */
    public static boolean shows(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> !isShapeless(codePoint);
        };
    }

    /**
     * Whether a text says nothing to its reader: none of its characters shows, but for spaces.
     *
     * @param text any text
     * @return true also for the empty text, and for one of invisible characters alone
     */
    public static boolean isBlank(String text) {
        return text.codePoints().noneMatch(c -> c != ' ' && shows(c));
    }

    /**
     * A text on one line.
     *
     * @param text any text
     * @return the text with escapes; tabs and line ends are escapes too
     */
    public static String of(String text) {
        return isPlain(text) ? text : shown(text, Integer.MAX_VALUE);
    }

    /**
     * A text on one line, shortened.
     *
     * @param text any text
     * @param longest how many code points are shown at most, escapes counted by their own length; at least 1
     * @return the text as {@link #of(String)} has it, or as much of its beginning as there is room for, with an ellipsis
     *     after it; an escape is there whole or not at all
     */
    public static String of(String text, int longest) {
        return text.length() <= longest && isPlain(text) ? text : shown(text, longest);
    }

    /**
     * A text on as many lines as it has.
     *
     * @param text any text
     * @return the lines, each as {@link #of(String)} has it, parted by line feeds; without the end of the last
     */
    public static String lines(String text) {
        return text.lines().map(VisibleText::of).collect(Collectors.joining("\n"));
    }

    /**
     * The escape of one character.
     *
     * @param codePoint a code point, a lone surrogate included
     * @return the escape
     */
    public static String escape(int codePoint) {
        String digits = Integer.toHexString(codePoint).toUpperCase(Locale.ROOT);
        return codePoint <= FOUR_DIGITS ? "\\u" + "0".repeat(4 - digits.length()) + digits : "\\u{" + digits + "}";
    }

    /**
     * JSON in which every character shows. Within strings the escapes are JSON's own, so that the value stays what it is;
     * outside them there is nothing to escape.
     *
     * @param json JSON without raw control characters in its strings
     * @return the same JSON with escapes
     */
    public static String inJson(String json) {
        if (isPlain(json)) {
            return json;
        }
        StringBuilder out = new StringBuilder(json.length() + 16);
        Marks marks = new Marks();
        for (int i = 0, c; i < json.length(); i += Character.charCount(c)) {
            c = json.codePointAt(i);
            // Within a string the first thing that a mark could stand on is the quotation mark before it.
            boolean hidden = marks.isTooMany(c, c == '"') || !shows(c);
            if (hidden && c != '\n' && c != '\r' && c != '\t') {
                for (char unit : Character.toChars(c)) {
                    out.append("\\u").append(HexFormat.of().toHexDigits(unit));
                }
            } else {
                out.appendCodePoint(c);
            }
        }
        return out.toString();
    }

    private static String shown(String text, int longest) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), longest) + 16);
        Marks marks = new Marks();
        int room = longest;
        for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            String escape = marks.isTooMany(c, false) || !shows(c) ? escape(c) : null;
            room -= escape == null ? 1 : escape.length();
            if (room < 0) {
                return out.append(CUT).toString();
            }
            if (escape == null) {
                out.appendCodePoint(c);
            } else {
                out.append(escape);
            }
        }
        return out.toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** Letters, marks and symbols that have no shape: fillers, vowels that are never written, variation selectors. */
    private static boolean isShapeless(int c) {
        return c == 0x034F
                || c == 0x115F
                || c == 0x1160
                || c == 0x17B4
                || c == 0x17B5
                || (c >= 0x180B && c <= 0x180F)
                || c == 0x2800
                || c == 0x3164
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFFA0
                || c == 0x16FE4
                || c == 0x1D159
                || (c >= 0xE0100 && c <= 0xE01EF);
    }

    /** How many combining marks stand on the character before. */
    private static final class Marks {
        private int count = MOST_MARKS;

        /** Whether the next character is a mark that has nothing to stand on, or one too many. */
        boolean isTooMany(int c, boolean carriesNone) {
            switch (Character.getType(c)) {
                case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> {
                    return ++count > MOST_MARKS;
                }
                default -> {
                    count = carriesNone || !shows(c) ? MOST_MARKS : 0;
                    return false;
                }
            }
        }
    }
}
