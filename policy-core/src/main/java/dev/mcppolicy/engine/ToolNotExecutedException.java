package dev.mcppolicy.engine;

/**
 * Thrown by a tool to say that it did nothing, so that the call's charges are given back. Every other end of a tool keeps
 * them, because it may have acted. Whoever called the tool gets the exception as any other.
 */
public final class ToolNotExecutedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says why the tool did nothing.
     *
     * @param message for whoever called
     */
    public ToolNotExecutedException(String message) {
        super(message);
    }

    /**
     * Says why the tool did nothing.
     *
     * @param message for whoever called
     * @param cause what prevented it
     */
    public ToolNotExecutedException(String message, Throwable cause) {
        super(message, cause);
    }
}
