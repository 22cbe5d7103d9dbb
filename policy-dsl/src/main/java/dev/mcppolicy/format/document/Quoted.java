package dev.mcppolicy.format.document;

import dev.mcppolicy.text.VisibleText;

/** Text of a document, made fit for a message. */
public final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    /** The text, shortened, on one line, and with nothing that a reader cannot see. */
    public static String of(String text) {
        return VisibleText.of(text, LONGEST);
    }
}
