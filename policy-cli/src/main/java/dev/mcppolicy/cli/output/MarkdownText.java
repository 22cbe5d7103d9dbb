package dev.mcppolicy.cli.output;

import dev.mcppolicy.text.VisibleText;

/**
 * Text in Markdown of which nothing is obeyed: a code span, in which no link, mention, markup or HTML is read, within
 * backticks more in a row than the text has anywhere.
 */
public final class MarkdownText {
    private MarkdownText() {}

    /** The code span of any text, on one line. */
    public static String of(String text) {
        String shown = VisibleText.of(text);
        String fence = "`".repeat(longestRun(shown) + 1);
        // One space at each end is taken off again, so that a backtick there is not part of the fence.
        return fence + " " + shown + " " + fence;
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
