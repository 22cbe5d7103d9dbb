package dev.mcppolicy.format.writing;

/** Thrown within a writer where a rule has no form; its message is the reason. Never leaves the package. */
final class NotExpressible extends Exception {
    private static final long serialVersionUID = 1L;

    NotExpressible(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
