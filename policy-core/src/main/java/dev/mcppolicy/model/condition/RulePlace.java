package dev.mcppolicy.model.condition;

/**
 * Where a rule stands in its policy: under one tool, in a group of tools, or among the rules for every tool. The
 * place decides whose calls the rule concerns, and its counters are the place's own: two places never share one.
 */
public sealed interface RulePlace extends Comparable<RulePlace> {
    /** The word that stands for the rules for every tool where other places have a name. */
    String EVERY_TOOL_NAME = "_global";

    /**
     * What conditions call the place when they read one of its counters.
     *
     * @return the name, not empty
     */
    String name();

    /**
     * The rules for every tool.
     *
     * @return the place
     */
    static RulePlace everyTool() {
        return new EveryTool();
    }

    /**
     * The rules under a tool.
     *
     * @param tool the tool's name, not empty
     * @return the place
     * @throws IllegalArgumentException if the name is empty
     */
    static RulePlace tool(String tool) {
        return new Tool(tool);
    }

    /**
     * The rules of a group.
     *
     * @param group the group's name, not empty
     * @return the place
     * @throws IllegalArgumentException if the name is empty
     */
    static RulePlace group(String group) {
        return new Group(group);
    }

    /** Orders places by their kind and name; a table of paths whose hashes are alike searches by it. */
    @Override
    default int compareTo(RulePlace other) {
        int order = Integer.compare(rank(this), rank(other));
        return order == 0 ? name().compareTo(other.name()) : order;
    }

    private static int rank(RulePlace place) {
        return place instanceof EveryTool ? 0 : place instanceof Tool ? 1 : 2;
    }

    /** The rules for every tool. */
    record EveryTool() implements RulePlace {
        @Override
        public String name() {
            return EVERY_TOOL_NAME;
        }
    }

    /**
     * The rules under a tool.
     *
     * @param name the tool's name, not empty
     */
    record Tool(String name) implements RulePlace {
        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException if the name is empty
         */
        public Tool {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a tool's name must not be empty");
            }
        }
    }

    /**
     * The rules of a group, which concern each of its tools.
     *
     * @param name the group's name, not empty
     */
    record Group(String name) implements RulePlace {
        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException if the name is empty
         */
        public Group {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a group's name must not be empty");
            }
        }
    }
}
