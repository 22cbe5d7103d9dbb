package dev.mcppolicy.schema;

/** What is no schema that {@link JsonSchema} can be made of. The message says what is wrong, and where. */
public final class InvalidSchemaException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    InvalidSchemaException(String message) {
        super(message);
    }
}
