package dev.mcppolicy.format.problem;

import java.util.Locale;

/** How grave a problem is. */
public enum Severity {
    /** The document is no policy. */
    ERROR,
    /** The policy loads, but can hardly be meant. */
    WARNING,
    /** Good to know, where a policy is held against a server's tools. */
    NOTE;

    private final String id = name().toLowerCase(Locale.ROOT);

    /**
     * The word for reports.
     *
     * @return {@code error}, {@code warning} or {@code note}
     */
    public String id() {
        return id;
    }
}
