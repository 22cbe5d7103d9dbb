package dev.mcppolicy.tool;

import dev.mcppolicy.text.VisibleText;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing in which what a server offers is not what was accepted.
 *
 * @param kind what kind of change
 * @param tool the name of the tool, untrusted and not escaped; null where the instructions are meant
 * @param details what is different, each in one line that is fit to be shown, and cut where it is long; empty where the kind
 *     says it all
 */
public record ToolChange(Kind kind, @Nullable String tool, List<String> details) {
    private static final int LONGEST_NAME = 128;

    /** Copies the details. */
    public ToolChange {
        details = List.copyOf(details);
    }

    /** What is the matter with a tool. */
    public enum Kind {
        /** The lock does not have the tool. */
        NEW,
        /** The tool is another than the lock has under its name. */
        CHANGED,
        /** The lock has the tool, and the server offers it no longer. */
        GONE,
        /** The server offers two tools of one name. */
        REPEATED,
        /** The server gives models other instructions. */
        INSTRUCTIONS;

        private final String id = name().toLowerCase(Locale.ROOT);

        /**
         * The word for reports, stable between versions.
         *
         * @return such as {@code changed}
         */
        public String id() {
            return id;
        }
    }

    /**
     * What is the matter, without the details.
     *
     * @return one line that is fit to be shown
     */
    public String headline() {
        String shown = tool == null ? "" : shown(tool);
        return switch (kind) {
            case NEW -> shown + " is new";
            case CHANGED -> shown + " has changed";
            case GONE -> shown + " is gone";
            case REPEATED -> shown + " is offered twice";
            case INSTRUCTIONS -> "the instructions have changed";
        };
    }

    /** A name of a tool, fit to be shown. */
    static String shown(String tool) {
        return "`" + VisibleText.of(tool, LONGEST_NAME) + "`";
    }

    /**
     * The change in one line.
     *
     * @return such as {@code `refund` has changed: /description: "Gives back." is now "Takes."}
     */
    @Override
    public String toString() {
        return details.isEmpty() ? headline() : headline() + ": " + String.join("; ", details);
    }
}
