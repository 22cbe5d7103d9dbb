package dev.mcppolicy.format.problem;

import java.util.Optional;

/** The text of a policy and the places of its parts. Immutable once read, and safe for use by any thread. */
public interface PolicyDocument {
    /**
     * What problems call the document.
     *
     * @return the name, for a file its path
     */
    String name();

    /**
     * The text without byte order mark; empty if it could not be read.
     *
     * @return the text
     */
    String text();

    /**
     * Where a part of the document stands.
     *
     * @param pointer a JSON Pointer; empty for the whole document
     * @return the place of the value, or empty if the pointer leads nowhere
     */
    Optional<Location> location(String pointer);

    /**
     * A line of the text.
     *
     * @param line the line from 1
     * @return the line without its line break, or empty if there is no such line
     */
    Optional<String> line(int line);
}
