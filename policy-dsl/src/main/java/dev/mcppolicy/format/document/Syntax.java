package dev.mcppolicy.format.document;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/** What differs between the two syntaxes: where a token stands and what a scalar means. Reads one document once. */
interface Syntax {
    /** Where the current token begins, in UTF-16 units from the start of the text. */
    int offset();

    /** Where the current token, a name, begins, or {@link ObjectNode.Member#NOT_KEPT}. */
    int nameOffset();

    /** Takes the name of a member. */
    void name(int offset, TreeBuilder tree);

    /** Looks at an object or list that has just been started. */
    void started(int offset, TreeBuilder tree);

    /** Takes a string, number, boolean or null. */
    void scalar(JsonToken token, int offset, TreeBuilder tree);

    /** What is wrong with the text, and where. */
    SyntaxError error(JacksonException failure);

    /** The message for a text that the parser cannot read. */
    Diagnostic diagnostic();

    /**
     * Where a text cannot be read on, and why.
     *
     * @param offset the place in UTF-16 units
     * @param reason the reason in one line
     */
    record SyntaxError(int offset, String reason) {}
}
