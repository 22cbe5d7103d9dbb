package dev.mcppolicy.catalog.risk;

import dev.mcppolicy.text.VisibleText;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a name: runs of letters and digits, cut where a small letter or a digit is followed by a capital, and
 * before the last of several capitals that a small letter follows. Characters that do not show and marks on letters are
 * passed over, and letters of other widths and styles are the common ones, so that none of them hides a word.
 */
final class NameWords {
    private static final int FIRST_BEYOND_ASCII = 0x80;

    private NameWords() {}

    /** The words in lower case, in their order. */
    static List<String> of(String name) {
        List<String> words = new ArrayList<>();
        String text = plain(name);
        StringBuilder word = new StringBuilder();
        int before = ' ';
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (!Character.isLetterOrDigit(c)) {
                end(word, words);
            } else {
                if (Character.isUpperCase(c) && (!Character.isUpperCase(before) || isSmall(text, i))) {
                    end(word, words);
                }
                word.appendCodePoint(c);
            }
            before = c;
        }
        end(word, words);
        return words;
    }

    /** Each character by itself, since marks in their thousands on one letter take long to be put in their order. */
    private static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        name.codePoints().filter(c -> !isPassedOver(c)).forEach(c -> {
            if (c < FIRST_BEYOND_ASCII) {
                plain.append((char) c);
            } else {
                Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD)
                        .codePoints()
                        .filter(each -> !isPassedOver(each))
                        .forEach(plain::appendCodePoint);
            }
        });
        return plain.toString();
    }

    private static boolean isPassedOver(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> Character.isLetter(c) && !VisibleText.shows(c);
        };
    }

    private static boolean isSmall(String text, int index) {
        return index < text.length() && Character.isLowerCase(text.codePointAt(index));
    }

    private static void end(StringBuilder word, List<String> words) {
        if (word.length() > 0) {
            words.add(word.toString().toLowerCase(Locale.ROOT));
            word.setLength(0);
        }
    }
}
