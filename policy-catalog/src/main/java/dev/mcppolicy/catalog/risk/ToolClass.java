package dev.mcppolicy.catalog.risk;

import java.util.Locale;

/** The most dangerous thing that a call of a tool can do, as the tool's definition says it. */
public enum ToolClass {
    /** It changes nothing but caches, logs and what the service meters. */
    READ(RiskLevel.LOW),
    /** It creates or changes what can be changed once more; it sends. */
    WRITE(RiskLevel.MEDIUM),
    /** It makes something run, stop or act. */
    EXECUTE(RiskLevel.HIGH),
    /** It destroys what no later call brings back. */
    DESTRUCTIVE(RiskLevel.CRITICAL),
    /** It moves money, commits somebody to pay, or changes what is owed. */
    FINANCIAL(RiskLevel.CRITICAL),
    /** The definition does not tell. To be treated as {@link #EXECUTE}. */
    UNKNOWN(RiskLevel.HIGH);

    private final RiskLevel level;

    ToolClass(RiskLevel level) {
        this.level = level;
    }

    /**
     * How much a call can do that nobody wanted.
     *
     * @return the level; that of {@link #EXECUTE} for {@link #UNKNOWN}
     */
    public RiskLevel level() {
        return level;
    }

    /**
     * The word for the class in files and answers.
     *
     * @return the name in lower case
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The class that this is to be treated as. */
    ToolClass treatedAs() {
        return this == UNKNOWN ? EXECUTE : this;
    }

    /** Whether a call can do worse than one of another class. */
    boolean exceeds(ToolClass other) {
        return treatedAs().compareTo(other.treatedAs()) > 0;
    }
}
