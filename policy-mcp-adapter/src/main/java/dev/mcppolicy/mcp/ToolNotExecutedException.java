package dev.mcppolicy.mcp;

/**
 * Thrown by a tool's handler to say that it did nothing, so that the call's charges are given back. Every other end of a
 * handler keeps them, because the tool may have acted. The client gets the message as the SDK reports any exception.
 */
public final class ToolNotExecutedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says why the tool did nothing.
     *
     * @param message for the client
     */
    public ToolNotExecutedException(String message) {
        super(message);
    }

    /**
     * Says why the tool did nothing.
     *
     * @param message for the client
     * @param cause what prevented it
     */
    public ToolNotExecutedException(String message, Throwable cause) {
        super(message, cause);
    }
}
