package dev.mcppolicy.format.document;

import dev.mcppolicy.text.VisibleText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parser's own words for what is wrong, brought to the manner of our messages. */
public final class ParserMessage {
    private static final int LONGEST = 200;
    private static final String ODD_TOKEN = "non-standard token '";

    /** Where a parser turns from what is wrong to its own settings and places. */
    private static final List<String> ASIDES = List.of(
            " (start marker",
            " (for Array starting",
            " (for Object starting",
            ": enable `",
            " (not recognized",
            " (JSON String,",
            ". (Do not use");

    private ParserMessage() {}

    public static String of(@Nullable String words) {
        if (words == null || words.isBlank()) {
            return "the text cannot be read from here on";
        }
        int line = words.indexOf('\n');
        String first = line < 0 ? words : words.substring(0, line);
        for (String aside : ASIDES) {
            int at = first.indexOf(aside);
            first = at < 0 ? first : first.substring(0, at);
        }
        first = first.strip();
        String end = first.endsWith(".") || first.endsWith("!") ? first.substring(0, first.length() - 1) : first;
        String text = VisibleText.of(end, LONGEST);
        boolean isWord = text.length() > 1 && Character.isLowerCase(text.charAt(1));
        return isWord ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
    }

    static String ofJson(@Nullable String words) {
        String reason = of(words);
        int expecting = reason.indexOf(": was expecting");
        return expecting == reason.length() - ": was expecting".length() && expecting > 0
                ? reason.substring(0, expecting)
                : reason;
    }

    static String ofYaml(String words) {
        if (words.contains("(TAB)")) {
            return "a tab cannot stand here, write spaces";
        }
        if (words.startsWith("expected <block end>")) {
            return "the indentation does not fit the lines above";
        }
        if (words.startsWith("expected '<document start>'")) {
            return "something follows the end of the document";
        }
        if (words.startsWith("mapping values are not allowed")) {
            return "a `: ` cannot stand here, put text that has one in quotes";
        }
        if (words.contains("Expected a property name")) {
            return "a name must be a plain or quoted scalar";
        }
        if (words.startsWith("Version{")) {
            return "a `%YAML` directive must name version 1.2";
        }
        return of(words);
    }

    /** How long the token is that a reason speaks of, where the place is that of its end; else 0. */
    static int lengthOfToken(String reason) {
        return reason.startsWith(ODD_TOKEN) && reason.endsWith("'") ? reason.length() - ODD_TOKEN.length() - 1 : 0;
    }
}
