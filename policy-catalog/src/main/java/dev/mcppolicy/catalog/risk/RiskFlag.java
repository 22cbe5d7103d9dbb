package dev.mcppolicy.catalog.risk;

import java.util.Locale;

/**
 * What one call can take in or give out. Each is harmless by itself; a task that has tools with all three can be talked
 * into giving private data away.
 */
public enum RiskFlag {
    /** The answer can hold what is had only by the credentials, files or network of whoever runs the server. */
    READS_PRIVATE_DATA,
    /** The answer can hold text that anybody outside may have written. */
    TAKES_UNTRUSTED_CONTENT,
    /** The arguments can carry chosen content to somebody other than the service that the server stands for. */
    SENDS_OUTSIDE;

    /**
     * The word for the flag in files and answers.
     *
     * @return the name in lower case, with underscores
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
