package dev.mcppolicy.cli.output;

/** The colours in which a terminal shows outcomes. */
public enum AnsiColour {
    GREEN("\u001b[32m"),
    RED("\u001b[1;31m"),
    YELLOW("\u001b[33m"),
    BOLD("\u001b[1m"),
    DIM("\u001b[2m");

    private static final String RESET = "\u001b[0m";

    private final String start;

    AnsiColour(String start) {
        this.start = start;
    }

    public String on(String text, boolean coloured) {
        return coloured ? start + text + RESET : text;
    }
}
