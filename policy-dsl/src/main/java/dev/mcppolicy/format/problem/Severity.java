package dev.mcppolicy.format.problem;

import java.util.Locale;

/** How grave a problem is. */
public enum Severity {
    /** The document is no policy. */
    ERROR,
    /** The policy loads, but can hardly be meant. */
    WARNING;

    private final String id = name().toLowerCase(Locale.ROOT);

    /**
     * The word for reports.
     *
     * @return {@code error} or {@code warning}
     */
    public String id() {
        return id;
    }
}
