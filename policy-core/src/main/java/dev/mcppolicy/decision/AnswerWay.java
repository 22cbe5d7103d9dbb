package dev.mcppolicy.decision;

/** The way by which a human was asked for an approval. */
public enum AnswerWay {
    /** Through the connection of the client that called. */
    CLIENT("client"),
    /** By an operator, who looks through what waits. */
    OPERATOR("operator"),
    /** By code of the server's own. */
    CALLBACK("callback");

    private final String id;

    AnswerWay(String id) {
        this.id = id;
    }

    /**
     * The word for it in logs.
     *
     * @return a word in lower case
     */
    public String id() {
        return id;
    }
}
