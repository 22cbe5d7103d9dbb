package dev.mcppolicy.model;

/**
 * The document format a policy was written in. It decides the wording that agents see and the label of unnamed rules,
 * never how a call is judged.
 */
public enum PolicyFormat {
    /** PolicyLayer's JSON documents. Policies built in Java count as these. */
    POLICYLAYER("policylayer"),
    /** Intercept's YAML documents. */
    INTERCEPT("intercept");

    private final String id;

    PolicyFormat(String id) {
        this.id = id;
    }

    /**
     * The format's name in commands and messages.
     *
     * @return {@code policylayer} or {@code intercept}
     */
    public String id() {
        return id;
    }
}
