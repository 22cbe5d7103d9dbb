package dev.mcppolicy.format.document;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Builds the tree of one document from its tokens, within limits, and reports duplicate names. */
final class TreeBuilder {
    private final Problems problems;
    private final DocumentLimits limits;
    private @Nullable Node root;
    /** The innermost object or list that is not closed. */
    private @Nullable Node open;

    private int depth;
    private int values;
    /** The lengths of the pointers of the containers that are not closed, outermost first. */
    private final long[] openPointers;
    /** The lengths of the pointers of all values together. */
    private long pointers;

    private boolean full;
    private String name = "";
    private int nameOffset;
    /** Whether a problem of the name has been reported. */
    private boolean misnamed;

    TreeBuilder(Problems problems, DocumentLimits limits) {
        this.problems = problems;
        this.limits = limits;
        this.openPointers = new long[limits.maxDepth() + 2];
    }

    @Nullable
    Node root() {
        return root;
    }

    /** Whether the document's one value is complete. */
    boolean isComplete() {
        return root != null && open == null;
    }

    /** Whether a limit has been passed. */
    boolean isFull() {
        return full;
    }

    /** The pointer of the container that is being read. */
    String openPointer() {
        return open == null ? "" : open.pointer();
    }

    /** Marks all that is still open as torn. */
    void tear() {
        for (Node node = open; node != null; node = node.parent()) {
            node.tear();
        }
    }

    /** Takes the name of the next member; gives the first member of that name, or null if there is none. */
    ObjectNode.@Nullable Member name(String text, int offset) {
        name = text;
        nameOffset = offset;
        misnamed = false;
        return open instanceof ObjectNode object ? object.find(text) : null;
    }

    /** The name that was read last is that of a member before. */
    void reportDuplicate(ObjectNode.Member first, int offset) {
        String pointer = open instanceof ObjectNode object ? object.pointerTo(name) : "";
        String help = problems.suggests() ? "the first is at line " + lineOf(first) : null;
        problems.report(Diagnostic.DUPLICATE_KEY, offset, pointer, help, Quoted.of(name));
    }

    private int lineOf(ObjectNode.Member member) {
        ParsedDocument document = problems.document();
        return document.locationOf(member.offset(document)).line();
    }

    /** A problem of the name that was read last. */
    void reportName(Diagnostic diagnostic, @Nullable String help, Object... parts) {
        misnamed = true;
        String pointer = open instanceof ObjectNode object ? object.pointerTo(name) : "";
        problems.report(diagnostic, nameOffset, pointer, help, parts);
    }

    void startObject(int offset) {
        start(new ObjectNode(open, nextIndex(), offset));
    }

    void startList(int offset) {
        start(new ListNode(open, nextIndex(), offset));
    }

    private void start(Node container) {
        attach(container);
        open = container;
        if (++depth > limits.maxDepth() && !full) {
            full = true;
            problems.report(Diagnostic.TOO_DEEP, container, null, limits.maxDepth());
        }
    }

    void end() {
        if (open != null) {
            open = open.parent();
            depth--;
        }
    }

    void string(int offset, String value) {
        attach(ScalarNode.string(open, nextIndex(), offset, value));
    }

    void number(int offset, long value) {
        attach(ScalarNode.number(open, nextIndex(), offset, value));
    }

    void number(int offset, BigDecimal value) {
        attach(ScalarNode.number(open, nextIndex(), offset, value));
    }

    void bool(int offset, boolean value) {
        attach(ScalarNode.bool(open, nextIndex(), offset, value));
    }

    void nil(int offset, boolean empty) {
        attach(ScalarNode.nil(open, nextIndex(), offset, empty));
    }

    /** A scalar that cannot be used, for the reason given. */
    void broken(int offset, Diagnostic diagnostic, @Nullable String help, Object... parts) {
        Node node = ScalarNode.broken(open, nextIndex(), offset);
        attach(node);
        problems.report(diagnostic, node, help, parts);
    }

    /** A problem of the container that was started last. */
    void reportOpen(Diagnostic diagnostic, @Nullable String help, Object... parts) {
        if (open != null) {
            problems.report(diagnostic, open, help, parts);
        }
    }

    private int nextIndex() {
        if (open instanceof ObjectNode object) {
            return object.members().size();
        }
        return open instanceof ListNode list ? list.elements().size() : 0;
    }

    private void attach(Node node) {
        long pointer = openPointers[depth];
        if (open instanceof ObjectNode object) {
            object.add(name, nameOffset, node, misnamed);
            pointer += 1 + name.length();
        } else if (open instanceof ListNode list) {
            list.add(node);
            pointer += 1 + digits(list.elements().size());
        } else {
            root = node;
        }
        if (!(node instanceof ScalarNode)) {
            openPointers[depth + 1] = pointer;
        }
        pointers += pointer;
        if (++values > limits.maxValues() && !full) {
            full = true;
            problems.report(Diagnostic.TOO_MANY_VALUES, node, null, limits.maxValues());
        } else if (pointers > limits.maxPointers() && !full) {
            full = true;
            problems.report(Diagnostic.NAMES_TOO_LONG, node, null, limits.maxPointersInMebibytes());
        }
    }

    private static int digits(int number) {
        return number < 10 ? 1 : number < 1_000 ? 3 : 6;
    }
}
