package dev.mcppolicy.testkit.file;

import java.util.List;

/** Thrown when a file of policy tests is none. Says every problem that was found, each on a line of its own. */
public final class InvalidTestFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidTestFileException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * The problems in the order of the document, each with file, line, column and JSON Pointer as far as known. Not kept
     * by Java serialization, the message is.
     *
     * @return an unmodifiable list with at least one problem
     */
    public List<String> problems() {
        return problems;
    }
}
