package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.ListNode;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.format.document.ScalarNode;
import dev.mcppolicy.format.document.Suggestion;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.ToolPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what stands around the tools, as far as both formats agree. */
final class PolicyHead {
    private static final List<String> DEFAULTS = List.of("allow", "deny");

    private final ObjectNode root;
    private final ObjectFields fields;
    private final Problems problems;

    PolicyHead(ObjectNode root, ObjectFields fields, Problems problems) {
        this.root = root;
        this.fields = fields;
        this.problems = problems;
    }

    /**
     * What is said before the tools.
     *
     * @param defaultAction null where there is none, which is reported
     */
    record Head(
            @Nullable Node defaultNode,
            @Nullable DefaultAction defaultAction,
            @Nullable String description,
            Mode mode) {}

    /** Looks at the key by which editors find the schema, which means nothing else. */
    void checkSchemaKey() {
        fields.text("$schema");
    }

    void checkVersion(Node version, boolean numberToo) {
        if (numberToo && version instanceof ScalarNode scalar && scalar.number() != null) {
            checkVersion(String.valueOf(scalar.json()), version);
            return;
        }
        String text = ObjectFields.text(version, problems);
        if (text != null) {
            checkVersion(text, version);
        }
    }

    private void checkVersion(String text, Node version) {
        if (!text.equals("1")) {
            problems.report(Diagnostic.UNKNOWN_VERSION, version, "write `\"1\"`", Quoted.of(text));
        }
    }

    /**
     * Reads what is said before the tools.
     *
     * @param otherwise what a document without a default means, or null if it must have one
     */
    Head head(@Nullable Node defaultNode, @Nullable DefaultAction otherwise) {
        DefaultAction defaultAction = defaultNode == null ? otherwise : defaultAction(defaultNode);
        return new Head(defaultNode, defaultAction, fields.text("description"), mode());
    }

    /** The policy once its tools have been read, or null if there is an error. */
    @Nullable
    Policy policy(
            PolicyFormat format,
            Head head,
            @Nullable ObjectNode toolsNode,
            Map<String, ToolPolicy> tools,
            Map<String, ToolGroup> groups,
            List<Rule> everyTool) {
        Set<String> hidden = hidden(toolsNode);
        if (head.defaultAction() == DefaultAction.DENY && !root.isTorn()) {
            warnOfNoTools(toolsNode, head.defaultNode());
        }
        if (problems.hasErrors() || head.defaultAction() == null) {
            return null;
        }
        Policy policy = new PolicyParts("", format, head.defaultAction())
                .description(head.description())
                .mode(head.mode())
                .hidden(hidden)
                .tools(tools)
                .groups(groups)
                .everyTool(everyTool)
                .policy();
        new PolicyLint(root, policy, problems).check();
        return policy;
    }

    private @Nullable DefaultAction defaultAction(Node node) {
        String word = ObjectFields.word(node, problems);
        if (word == null) {
            return null;
        }
        if (word.equals("allow") || word.equals("deny")) {
            return word.equals("allow") ? DefaultAction.ALLOW : DefaultAction.DENY;
        }
        String nearest = Suggestion.of(word, DEFAULTS);
        problems.report(
                Diagnostic.UNKNOWN_DEFAULT,
                node,
                nearest != null ? nearest : "write `allow` or `deny`",
                Quoted.of(word));
        return null;
    }

    /** The mode of the policy. Warns of shadow mode, in which nothing is denied. */
    private Mode mode() {
        Mode mode = ModeReader.of(fields, problems);
        Node node = fields.get(ModeReader.KEY);
        if (mode == Mode.SHADOW && node != null) {
            problems.report(Diagnostic.SHADOW_MODE, node, "leave `mode` out to enforce it");
        }
        return mode;
    }

    /** The hidden tools. Warns of entries that others make needless, and of tools that are listed all the same. */
    private Set<String> hidden(@Nullable ObjectNode tools) {
        Map<String, Node> entries = new LinkedHashMap<>();
        ListNode list = fields.list("hide");
        for (Node element : list == null ? List.<Node>of() : list.elements()) {
            String entry = ObjectFields.text(element, problems);
            if (entry == null) {
                continue;
            }
            if (entries.containsKey(entry)) {
                problems.report(Diagnostic.HIDDEN_TWICE, element, "leave it out", Quoted.of(entry));
            } else if (ToolNames.checkHidden(entry, element, problems)) {
                entries.put(entry, element);
            }
        }
        HiddenEntries hidden = new HiddenEntries(entries.keySet());
        entries.forEach((entry, element) -> {
            String other = hidden.coveringOther(entry);
            if (other != null) {
                problems.report(
                        Diagnostic.CHANGES_NOTHING,
                        element,
                        "leave it out",
                        "`" + Quoted.of(other) + "` hides it already");
            }
        });
        if (tools != null && !entries.isEmpty()) {
            warnOfHidden(tools, hidden);
        }
        return entries.keySet();
    }

    private void warnOfHidden(ObjectNode tools, HiddenEntries hidden) {
        for (ObjectNode.Member tool : tools.members()) {
            boolean hasRules = tool.value() instanceof ObjectNode object
                    && !object.members().isEmpty();
            String entry = tool.name().equals(DeclaredCounters.EVERY_TOOL) ? null : hidden.hiding(tool.name());
            boolean isPattern = entry != null && NamePattern.isPattern(entry);
            if (entry != null && (hasRules || isPattern)) {
                problems.reportName(
                        Diagnostic.CHANGES_NOTHING,
                        tools,
                        tool,
                        "take it out of `hide` or of `tools`",
                        isPattern ? "`" + Quoted.of(entry) + "` hides the tool" : "the tool is hidden");
            }
        }
    }

    /** Warns of a policy that denies every call because no tool is listed. */
    private void warnOfNoTools(@Nullable ObjectNode tools, @Nullable Node defaultNode) {
        boolean lists = (tools != null
                        && tools.members().stream()
                                .anyMatch(tool -> !tool.name().equals(DeclaredCounters.EVERY_TOOL)))
                || (root.child("groups") instanceof ObjectNode groups
                        && groups.members().stream().anyMatch(PolicyHead::listsTools));
        if (!lists && defaultNode != null && !problems.hasErrors()) {
            problems.report(Diagnostic.LISTS_NO_TOOL, defaultNode, "list each tool that may be called, as `tool: {}`");
        }
    }

    private static boolean listsTools(ObjectNode.Member group) {
        return !ModeReader.isShadow(group.value())
                && group.value().child("allow") instanceof ScalarNode allow
                && Boolean.TRUE.equals(allow.json());
    }

    /** The object that says what a tool's rules are, or null if there is none, which is reported. */
    static @Nullable ObjectNode tool(ObjectNode.Member member, ObjectNode tools, Problems problems) {
        if (member.value() instanceof ScalarNode scalar && scalar.is(ScalarNode.Kind.NULL)) {
            problems.reportName(
                    Diagnostic.EMPTY_TOOL,
                    tools,
                    member,
                    "write `" + Quoted.of(member.name()) + ": {}` to list it without rules",
                    Quoted.of(member.name()));
            return null;
        }
        return ObjectFields.object(member.value(), problems);
    }
}
