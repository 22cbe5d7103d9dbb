package dev.mcppolicy.model;

/**
 * Where a rule stands: a JSON Pointer (RFC 6901) into the policy document, or the name in parentheses of a check that
 * has no place there. Policies built in Java get the pointers that their PolicyLayer form would have.
 *
 * @param value the pointer or pseudo name, not empty
 */
public record RuleId(String value) implements Comparable<RuleId> {
    /** The check that a tool is not hidden. */
    public static final RuleId HIDDEN = new RuleId("(hidden)");

    /** The check that a tool is listed. */
    public static final RuleId DEFAULT_DENY = new RuleId("(default deny)");

    /** The tool is not the one that the lock of its server accepts. */
    public static final RuleId LOCK = new RuleId("(lock)");

    /** The check that there is a policy at all. */
    public static final RuleId NO_POLICY = new RuleId("(no policy)");

    /** The check that the arguments are a JSON object within the size limits. */
    public static final RuleId ARGUMENTS = new RuleId("(arguments)");

    /** The engine itself, when something in it failed. */
    public static final RuleId ENGINE = new RuleId("(engine)");

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if the value is empty
     */
    public RuleId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a rule id must not be empty");
        }
    }

    /**
     * A pointer of tokens, each a member name or an index.
     *
     * @param tokens the unescaped tokens, at least one
     * @return the rule id
     */
    public static RuleId pointer(Object... tokens) {
        StringBuilder pointer = new StringBuilder();
        for (Object token : tokens) {
            pointer.append('/').append(token.toString().replace("~", "~0").replace("/", "~1"));
        }
        return new RuleId(pointer.toString());
    }

    /** Orders ids as texts; a table of ids whose hashes are alike searches by it. */
    @Override
    public int compareTo(RuleId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
