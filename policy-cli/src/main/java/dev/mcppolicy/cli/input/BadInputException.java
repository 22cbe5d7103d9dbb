package dev.mcppolicy.cli.input;

/** Thrown when a command cannot go on with what it was given. The message is for the person who gave it. */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message);
    }

    public BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
