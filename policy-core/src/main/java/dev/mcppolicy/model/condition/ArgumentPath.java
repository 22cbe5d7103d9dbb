package dev.mcppolicy.model.condition;

import java.util.ArrayList;
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
        return new ArgumentPath(new Parser(text).parse());
    }

    @Override
    public boolean hasWildcard() {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof EveryElement) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(ROOT);
        steps.forEach(text::append);
        return text.toString();
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty() && !name.equals("*") && name.codePoints().noneMatch(ArgumentPath::isReserved);
    }

    /** Orders paths as texts; a table of paths whose hashes are alike searches by it. */
    @Override
    public int compareTo(ArgumentPath other) {
        return toString().compareTo(other.toString());
    }

    private static boolean isReserved(int c) {
        return c == '.' || c == '[' || c == ']' || c == '"' || c <= ' ' || c == 0x7f;
    }

    /** One reading of one text. */
    private static final class Parser {
        private final String text;
        private final List<Step> steps = new ArrayList<>();
        private int at = ROOT.length();

        Parser(String text) {
            this.text = text;
        }

        List<Step> parse() {
            if (!text.startsWith(ROOT) || at == text.length() || (text.charAt(at) != '.' && text.charAt(at) != '[')) {
                throw new IllegalArgumentException("path `" + text + "` does not begin with `args.`");
            }
            while (at < text.length()) {
                steps.add(text.charAt(at) == '.' ? member() : bracket());
            }
            return steps;
        }

        private Step member() {
            int start = ++at;
            while (at < text.length() && !isReserved(text.charAt(at))) {
                at++;
            }
            if (at == start) {
                throw new IllegalArgumentException("path `" + text + "` has an empty name at character " + (start + 1));
            }
            if (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[') {
                throw new IllegalArgumentException("path `" + text + "` has an unexpected character at " + (at + 1)
                        + "; write such a name as `[\"name\"]`");
            }
            String name = text.substring(start, at);
            if (name.equals("*")) {
                throw new IllegalArgumentException(
                        "path `" + text + "` has `.*` at character " + start + ", where every element is `[*]`");
            }
            return new Member(name);
        }

        private Step bracket() {
            if (text.startsWith("[*]", at)) {
                at += 3;
                return new EveryElement();
            }
            if (text.startsWith("[\"", at)) {
                return quotedMember();
            }
            int close = text.indexOf(']', at);
            String index = close < 0 ? "" : text.substring(at + 1, close);
            if (!isIndex(index)) {
                throw new IllegalArgumentException(
                        "path `" + text + "` needs `[0]`, `[*]` or `[\"name\"]` at character " + (at + 1));
            }
            at = close + 1;
            return new Element(Integer.parseInt(index));
        }

        private Step quotedMember() {
            StringBuilder name = new StringBuilder();
            int i = at + 2;
            while (i < text.length() && text.charAt(i) != '"') {
                if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                    i++;
                }
                name.append(text.charAt(i++));
            }
            if (!text.startsWith("\"]", i)) {
                throw new IllegalArgumentException("path `" + text + "` has a `[\"` without `\"]`");
            }
            at = i + 2;
            return new Member(name.toString());
        }

        private static boolean isIndex(String digits) {
            return !digits.isEmpty()
                    && digits.length() <= 9
                    && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                    && (digits.length() == 1 || digits.charAt(0) != '0');
        }
    }
}
