package dev.mcppolicy.catalog.draft;

import java.util.List;

/** Something that a draft is made of, or that it is to go into, is not as it should be. Nothing was drafted. */
public final class InvalidDraftException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    InvalidDraftException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong.
     *
     * @return a line each, with its place where it has one, escaped; at least one
     */
    public List<String> problems() {
        return problems;
    }
}
