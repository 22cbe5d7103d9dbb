package dev.mcppolicy.model.condition;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A place in what is known of who calls: {@code caller.principal}, {@code caller.attributes.team},
 * {@code caller.attributes.groups[*]}. What is not known is missing.
 *
 * @param part what of the caller
 * @param steps the way inwards from the attributes, at least one, the first a {@link ArgumentPath.Member}; none for any
 *     other part
 */
public record CallerPath(Part part, List<ArgumentPath.Step> steps) implements CallPath, Comparable<CallerPath> {
    private static final String ROOT = "caller";

    /** What there is of a caller. */
    public enum Part {
        /** Whom the server has authenticated. */
        PRINCIPAL,
        /** The grant under which the call is made. */
        GRANT,
        /** The session, which clients open at will. */
        SESSION,
        /** The program that calls, as it calls itself. */
        CLIENT,
        /** What else whoever authenticated the caller knows of it. */
        ATTRIBUTES;

        /**
         * The name in policy documents.
         *
         * @return the name, in lowercase
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Whether the client itself says what it is, so that it can be anything.
         *
         * @return true for the session and the client
         */
        public boolean isClientsWord() {
            return this == SESSION || this == CLIENT;
        }
    }

    /**
     * Checks and copies the steps.
     *
     * @throws IllegalArgumentException if the attributes have no step, or the first is not a member, or another part has
     *     one
     */
    public CallerPath {
        steps = List.copyOf(steps);
        if (part == Part.ATTRIBUTES) {
            if (steps.isEmpty() || !(steps.get(0) instanceof ArgumentPath.Member)) {
                throw new IllegalArgumentException("a path into the attributes begins with the name of an attribute");
            }
        } else if (!steps.isEmpty()) {
            throw new IllegalArgumentException("`caller." + part.id() + "` is text, and nothing lies within it");
        }
    }

    /**
     * Whether a text begins as the paths to who calls do.
     *
     * @param text any text
     * @return true for {@code caller} and whatever goes on with a step
     */
    public static boolean isCallers(String text) {
        return text.equals(ROOT) || text.startsWith(ROOT + ".") || text.startsWith(ROOT + "[");
    }

    /**
     * Reads a path.
     *
     * @param text the path, beginning with {@code caller.}
     * @return the path
     * @throws IllegalArgumentException if the text is no path; the message says what is wrong with it
     */
    public static CallerPath parse(String text) {
        if (!text.startsWith(ROOT + ".")) {
            throw new IllegalArgumentException("path `" + text + "` does not begin with `caller.`");
        }
        int start = ROOT.length() + 1;
        int end = start;
        while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
            end++;
        }
        String name = text.substring(start, end);
        Part part = Arrays.stream(Part.values())
                .filter(each -> each.id().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("path `" + text + "` names `" + name
                        + "`, and a caller has "
                        + Arrays.stream(Part.values()).map(Part::id).collect(Collectors.joining(", "))));
        try {
            return new CallerPath(part, StepParser.parse(text, end));
        } catch (IllegalArgumentException e) {
            String problem = String.valueOf(e.getMessage());
            throw problem.startsWith("path ") ? e : new IllegalArgumentException("path `" + text + "`: " + problem, e);
        }
    }

    @Override
    public boolean hasWildcard() {
        return ArgumentPath.hasWildcard(steps);
    }

    /** Orders paths as texts; a table of paths whose hashes are alike searches by it. */
    @Override
    public int compareTo(CallerPath other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(ROOT).append('.').append(part.id());
        steps.forEach(text::append);
        return text.toString();
    }
}
