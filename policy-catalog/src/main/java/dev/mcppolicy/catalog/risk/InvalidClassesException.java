package dev.mcppolicy.catalog.risk;

import java.util.List;

/** Thrown when a file of corrections is none. Says every problem that was found, each on a line of its own. */
public final class InvalidClassesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidClassesException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * The problems in the order of the document, each on one line and escaped, with file, line, column and JSON Pointer as
     * far as known. Not kept by Java serialization, the message is.
     *
     * @return an unmodifiable list with at least one problem
     */
    public List<String> problems() {
        return problems;
    }
}
