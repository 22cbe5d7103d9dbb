package dev.mcppolicy.catalog.risk;

import java.util.Locale;

/** The lists of words beside the verbs, each by its place in the file of words. */
enum WordList {
    CONNECTORS(""),
    LAST_READS(""),
    JOINED(""),
    FILLERS(""),
    MONEY(""),
    NOT_MONEY(""),
    RUN("arguments"),
    RUN_IF_ACTING("arguments"),
    CHECKS("arguments"),
    AMOUNT("arguments"),
    MONEY_SPOKEN_OF("arguments"),
    PLACE("arguments"),
    RECIPIENTS("arguments"),
    METHOD("arguments"),
    MODE("arguments"),
    ADDRESS("arguments"),
    BROWSER("flags"),
    CLOSED("flags"),
    PUBLIC("flags"),
    STRANGERS("flags"),
    BRINGS("flags"),
    CARRIES("flags"),
    SHOWN("flags");

    private final String section;

    WordList(String section) {
        this.section = section;
    }

    /** The object that holds the list; empty for the document itself. */
    String section() {
        return section;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
