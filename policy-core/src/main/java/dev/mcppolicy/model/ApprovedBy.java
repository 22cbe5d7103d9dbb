package dev.mcppolicy.model;

import java.util.Arrays;
import java.util.Optional;

/** Whose yes counts for an approval rule, the strictest first. */
public enum ApprovedBy {
    /** That of an operator of the server, and of the server's own code. What comes through the caller's connection is none. */
    OPERATOR("operator"),
    /** That of the human at the client that called, and of an operator. */
    CLIENT("client"),
    /** Whatever answer the approver gives. */
    ANYONE("anyone");

    private final String id;

    ApprovedBy(String id) {
        this.id = id;
    }

    /**
     * The word for it in policy documents.
     *
     * @return a word in lower case
     */
    public String id() {
        return id;
    }

    /**
     * The one with a word.
     *
     * @param id the word
     * @return the one, or empty if no such word is known
     */
    public static Optional<ApprovedBy> of(String id) {
        return Arrays.stream(values()).filter(by -> by.id.equals(id)).findFirst();
    }
}
