package dev.mcppolicy.cli;

/** The colours in which a terminal shows outcomes. */
enum Paint {
    GREEN("\u001b[32m"),
    RED("\u001b[1;31m"),
    YELLOW("\u001b[33m"),
    BOLD("\u001b[1m"),
    DIM("\u001b[2m");

    private static final String RESET = "\u001b[0m";

    private final String start;

    Paint(String start) {
        this.start = start;
    }

    String on(String text, boolean coloured) {
        return coloured ? start + text + RESET : text;
    }
}
