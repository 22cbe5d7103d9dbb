package dev.mcppolicy.format;

/** Thrown within a writer where a rule has no form; its message is the reason. Never leaves the package. */
final class Unsayable extends Exception {
    private static final long serialVersionUID = 1L;

    Unsayable(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
