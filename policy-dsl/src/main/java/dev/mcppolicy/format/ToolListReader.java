package dev.mcppolicy.format;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.ListNode;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.ScalarNode;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the tree of one document that lists tools. */
final class ToolListReader {
    static final String FORMS = "it is what `tools/list` answers, all its pages in a list, or the tools in a list";

    /** A file of other content has thousands of elements that are no tools. */
    private static final int MOST_BAD = 100;

    private final Problems problems;
    private final List<ToolDefinition> tools = new ArrayList<>();
    private @Nullable String instructions;
    private int listed;
    private int bad;

    ToolListReader(Problems problems) {
        this.problems = problems;
    }

    ServerTools read(Node root) {
        if (root instanceof ListNode list) {
            if (!list.elements().isEmpty() && isPage(list.elements().get(0))) {
                pages(list.elements());
            } else {
                definitions(list);
            }
        } else {
            pages(List.of(root));
        }
        return new ServerTools(tools, instructions);
    }

    /** No tool is without a name, and no page has one. */
    private static boolean isPage(Node node) {
        return node.child("name") == null
                && (node.child("tools") != null || node.child("result") != null || node.child("error") != null);
    }

    private void pages(List<Node> pages) {
        Node page = null;
        Node cursor = null;
        for (Node each : pages) {
            if (page != null && cursor == null) {
                problems.report(
                        Diagnostic.BAD_PAGE,
                        each,
                        "a page that another follows has its `nextCursor`",
                        "the page before this one was the last");
                return;
            }
            page = result(each);
            if (page == null) {
                return;
            }
            cursor = page(page);
        }
        if (cursor != null) {
            problems.report(
                    Diagnostic.BAD_PAGE,
                    cursor,
                    "put all pages in a list, in their order",
                    "the list is not whole, as another page follows this one");
        }
    }

    /** The page itself, without the answer around it. */
    private @Nullable Node result(Node page) {
        Node result = page.child("tools") == null ? page.child("result") : page;
        if (result != null && result.child("tools") != null) {
            return result;
        }
        Node error = page.child("error");
        if (error != null) {
            problems.report(Diagnostic.BAD_PAGE, error, null, "the server answered with an error, and listed nothing");
        } else {
            problems.report(Diagnostic.NO_TOOLS, page, FORMS);
        }
        return null;
    }

    /** Takes the tools of a page; gives the cursor of the next, or null without one. */
    private @Nullable Node page(Node page) {
        Node listed = page.child("tools");
        ListNode list = listed == null ? null : ObjectFields.list(listed, problems);
        if (list != null) {
            definitions(list);
        }
        instructions(page.child("instructions"));
        Node cursor = page.child("nextCursor");
        if (cursor == null || (cursor instanceof ScalarNode scalar && scalar.is(ScalarNode.Kind.NULL))) {
            return null;
        }
        return ObjectFields.word(cursor, problems) == null ? null : cursor;
    }

    private void instructions(@Nullable Node node) {
        if (node == null) {
            return;
        }
        String text = ObjectFields.word(node, problems);
        if (text == null) {
            return;
        }
        if (instructions != null && !instructions.equals(text)) {
            problems.report(Diagnostic.BAD_PAGE, node, null, "the instructions differ from those of a page before");
        }
        instructions = text;
    }

    private void definitions(ListNode list) {
        for (Node element : list.elements()) {
            if (bad == MOST_BAD || listed > ToolsReader.MOST_TOOLS) {
                return;
            }
            if (++listed > ToolsReader.MOST_TOOLS) {
                problems.report(Diagnostic.TOO_MANY_TOOLS, element, null, ToolsReader.MOST_TOOLS);
                return;
            }
            try {
                tools.add(ToolDefinition.of(members(element), ToolsReader.DEFINITION_LIMITS));
            } catch (IllegalArgumentException e) {
                bad++;
                problems.report(Diagnostic.BAD_DEFINITION, element, null, String.valueOf(e.getMessage()));
            }
        }
    }

    private static Map<String, @Nullable Object> members(Node element) {
        if (element instanceof ObjectNode object) {
            return object.json();
        }
        throw new IllegalArgumentException("it is no object");
    }
}
