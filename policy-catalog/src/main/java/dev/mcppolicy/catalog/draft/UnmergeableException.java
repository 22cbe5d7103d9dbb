package dev.mcppolicy.catalog.draft;

/** New tools cannot be put into a policy's document without touching what is there. Nothing was changed. */
public final class UnmergeableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String piece;

    UnmergeableException(String message, String piece) {
        super(message);
        this.piece = piece;
    }

    /**
     * What a person can paste among the tools of the policy, where it is written in YAML, each on lines of its own.
     *
     * @return lines of YAML, each with its end
     */
    public String piece() {
        return piece;
    }
}
