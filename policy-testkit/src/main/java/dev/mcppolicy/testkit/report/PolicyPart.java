package dev.mcppolicy.testkit.report;

/**
 * A part of a policy that a reader thinks of as one: a tool, a group, what holds for every tool, or the rest.
 *
 * @param pointer where it stands in the document; empty for the rest
 * @param title what to call it
 */
record PolicyPart(String pointer, String title) {
    static final PolicyPart REST = new PolicyPart("", "the policy as a whole");
    private static final String TOOLS = "/tools/";
    private static final String GROUPS = "/groups/";
    private static final String EVERY_TOOL = "every tool";

    /** The part that a pointer leads into. */
    static PolicyPart of(String pointer) {
        if (pointer.equals("/all_tools") || pointer.startsWith("/all_tools/")) {
            return new PolicyPart("/all_tools", EVERY_TOOL);
        }
        if (pointer.startsWith(TOOLS)) {
            String name = name(pointer, TOOLS);
            return new PolicyPart(upTo(pointer, TOOLS), name.equals("*") ? EVERY_TOOL : name);
        }
        return pointer.startsWith(GROUPS)
                ? new PolicyPart(upTo(pointer, GROUPS), "group " + name(pointer, GROUPS))
                : REST;
    }

    private static String upTo(String pointer, String before) {
        int end = pointer.indexOf('/', before.length());
        return end < 0 ? pointer : pointer.substring(0, end);
    }

    private static String name(String pointer, String before) {
        return upTo(pointer, before)
                .substring(before.length())
                .replace("~1", "/")
                .replace("~0", "~");
    }
}
