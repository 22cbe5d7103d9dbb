package dev.mcppolicy.model.condition;

import java.util.List;

/**
 * A place in the arguments of a call: {@code args.a.b}, {@code args.items[0]}, {@code args["a.b"]},
 * {@code args.items[*].price}. A path that leads nowhere finds nothing, which is the same as finding null.
 *
 * @param steps the way from the arguments inwards, at least one, the first a {@link Member}
 */
public record ArgumentPath(List<Step> steps) implements CallPath, Comparable<ArgumentPath> {
    private static final String ROOT = "args";

    /**
     * Checks and copies the steps.
     *
     * @throws IllegalArgumentException if there is no step, or the first is not a member
     */
    public ArgumentPath {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || !(steps.get(0) instanceof Member)) {
            throw new IllegalArgumentException("a path into the arguments begins with the name of an argument");
        }
    }

    /** One step of a path. */
    public sealed interface Step {}

    /**
     * The member of an object.
     *
     * @param name the exact name; any string
     */
    public record Member(String name) implements Step {
        /** Keeps one string for all members of a name: rules share it, and so do calls whose reader interns names. */
        public Member {
            name = name.intern();
        }

        @Override
        public String toString() {
            if (isPlain(name)) {
                return "." + name;
            }
            return "[\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
        }
    }

    /**
     * The element of a list.
     *
     * @param index the position from zero
     */
    public record Element(int index) implements Step {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if the index is negative
         */
        public Element {
            if (index < 0) {
                throw new IllegalArgumentException("an index must not be negative");
            }
        }

        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    /** Every element of a list. An empty list counts as one element that is missing. */
    public record EveryElement() implements Step {
        @Override
        public String toString() {
            return "[*]";
        }
    }

    /**
     * Reads a path.
     *
     * @param text the path, beginning with {@code args.} or {@code args[}
     * @return the path
     * @throws IllegalArgumentException if the text is no path; the message says what is wrong with it
     */
    public static ArgumentPath parse(String text) {
        if (!text.startsWith(ROOT + ".") && !text.startsWith(ROOT + "[")) {
            throw new IllegalArgumentException("path `" + text + "` does not begin with `args.`");
        }
        return new ArgumentPath(StepParser.parse(text, ROOT.length()));
    }

    @Override
    public boolean hasWildcard() {
        return hasWildcard(steps);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(ROOT);
        steps.forEach(text::append);
        return text.toString();
    }

    static boolean hasWildcard(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof EveryElement) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty() && name.codePoints().noneMatch(ArgumentPath::isReserved);
    }

    /** Orders paths as texts; a table of paths whose hashes are alike searches by it. */
    @Override
    public int compareTo(ArgumentPath other) {
        return toString().compareTo(other.toString());
    }

    static boolean isReserved(int c) {
        return c == '.' || c == '*' || c == '[' || c == ']' || c == '"' || c <= ' ' || c == 0x7f;
    }
}
