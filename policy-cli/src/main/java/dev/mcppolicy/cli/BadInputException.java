package dev.mcppolicy.cli;

/** Thrown when a command cannot go on with what it was given. The message is for the person who gave it. */
final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadInputException(String message) {
        super(message);
    }

    BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
