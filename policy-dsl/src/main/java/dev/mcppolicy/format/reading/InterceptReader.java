package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.ListNode;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.ScalarNode;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.RulePlace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a document of the {@code intercept} format. */
public final class InterceptReader {
    private static final List<String> KEYS =
            List.of("$schema", "version", "description", "default", "mode", "hide", "tools", "groups");
    private static final String PATTERN_HELP =
            "write rules for a pattern in a group, `groups: { name: { tools: [pattern] } }`, and those for all under `\"*\"`";
    private static final List<String> TOOL_KEYS = List.of("rules", ModeReader.KEY);
    private static final List<String> EVERY_TOOL_KEYS = List.of("rules");
    private static final List<String> GROUP_KEYS =
            Stream.concat(GroupReader.KEYS.stream(), Stream.of("rules")).toList();

    private final Problems problems;

    public InterceptReader(Problems problems) {
        this.problems = problems;
    }

    /** The policy, or null if there is an error. */
    @Nullable
    public Policy read(ObjectNode root) {
        ObjectFields fields = ObjectFields.of(root, KEYS, problems);
        PolicyHead envelope = new PolicyHead(root, fields, problems);
        envelope.checkSchemaKey();
        Node version = fields.get("version");
        if (version != null) {
            envelope.checkVersion(version, true);
        }
        if (!fields.has("default") && !fields.has("hide") && !fields.has("groups")) {
            fields.require("tools", "a policy that says nothing would allow everything");
        }
        PolicyHead.Head head = envelope.head(fields.get("default"), DefaultAction.ALLOW);
        ObjectNode toolsNode = fields.object("tools");
        RuleCollector everyTool = new RuleCollector(problems);
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        ObjectNode groupsNode = fields.object("groups");
        InterceptRuleReader reader = new InterceptRuleReader(problems, DeclaredCounters.of(toolsNode, groupsNode));
        if (toolsNode != null) {
            readTools(toolsNode, reader, tools, everyTool);
        }
        Map<String, ToolGroup> groups = new GroupReader(toolsNode, "rules for every tool stand under `\"*\"`", problems)
                .read(groupsNode, GROUP_KEYS, (groupFields, place) -> {
                    RuleCollector rules = new RuleCollector(mode(groupFields), problems);
                    readRules(groupFields, place, reader, rules);
                    return rules.rules();
                });
        return envelope.policy(PolicyFormat.INTERCEPT, head, toolsNode, tools, groups, everyTool.rules());
    }

    private void readTools(
            ObjectNode node, InterceptRuleReader reader, Map<String, ToolPolicy> tools, RuleCollector everyTool) {
        ToolNames.compare(node, problems);
        for (ObjectNode.Member member : node.members()) {
            String name = member.name();
            boolean isEveryTool = name.equals(DeclaredCounters.EVERY_TOOL);
            if (!isEveryTool) {
                ToolNames.checkListed(member, node, PATTERN_HELP, problems);
            }
            ObjectNode tool = PolicyHead.tool(member, node, problems);
            if (tool != null) {
                problems.reading(tool, () -> {
                    ObjectFields fields = ObjectFields.of(tool, isEveryTool ? EVERY_TOOL_KEYS : TOOL_KEYS, problems);
                    RuleCollector rules = isEveryTool ? everyTool : new RuleCollector(mode(fields), problems);
                    readRules(fields, place(name), reader, rules);
                    if (!isEveryTool && !problems.hasErrors()) {
                        tools.put(name, new ToolPolicy(rules.rules()));
                    }
                });
            }
        }
    }

    /** The mode of a tool or group, which is that of each of its rules where it is shadow. */
    private Mode mode(ObjectFields fields) {
        ObjectNode.Member member = fields.object().find(ModeReader.KEY);
        boolean hasRules =
                fields.get("rules") instanceof ListNode list && !list.elements().isEmpty();
        if (member != null && !hasRules && !fields.object().isTorn()) {
            problems.reportName(Diagnostic.UNUSED_MODE, fields.object(), member, "it goes with `rules`");
        }
        return ModeReader.of(fields, problems);
    }

    private static @Nullable RulePlace place(String name) {
        if (name.isEmpty()) {
            return null;
        }
        return name.equals(DeclaredCounters.EVERY_TOOL) ? RulePlace.everyTool() : RulePlace.tool(name);
    }

    private void readRules(
            ObjectFields fields, @Nullable RulePlace place, InterceptRuleReader reader, RuleCollector rules) {
        ListNode list = fields.list("rules");
        ObjectNode denial = null;
        for (Node element : list == null ? List.<Node>of() : list.elements()) {
            ObjectNode rule = ObjectFields.object(element, problems);
            if (rule != null) {
                reader.read(rule, place, rules);
                if (rules.outer() == Mode.SHADOW || ModeReader.isShadow(rule)) {
                    continue;
                }
                if (denial != null) {
                    problems.report(
                            Diagnostic.CHANGES_NOTHING, rule, null, "`" + denial.pointer() + "` denies every call");
                } else if (rule.child("action") instanceof ScalarNode action
                        && "deny".equals(action.text())
                        && rule.find("when") == null) {
                    denial = rule;
                }
            }
        }
    }
}
