package dev.mcppolicy.format.grants;

/** Thrown when grants cannot be changed as was asked; nothing is changed then. The message is for the person who asked. */
public final class GrantEditException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GrantEditException(String message) {
        super(message);
    }
}
