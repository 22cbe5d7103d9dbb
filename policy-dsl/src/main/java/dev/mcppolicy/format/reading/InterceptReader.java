package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.ListNode;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.ScalarNode;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.RulePlace;
import dev.mcppolicy.model.ToolPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a document of the {@code intercept} format. */
public final class InterceptReader {
    private static final List<String> KEYS =
            List.of("$schema", "version", "description", "default", "mode", "hide", "tools");
    private static final String PATTERN_HELP =
            "write the rules for each tool by its name, those for all under `\"*\"`, and a pattern only in `hide`";
    private static final List<String> TOOL_KEYS = List.of("rules");

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
        if (!fields.has("default") && !fields.has("hide")) {
            fields.require("tools", "a policy that says nothing would allow everything");
        }
        PolicyHead.Head head = envelope.head(fields.get("default"), DefaultAction.ALLOW);
        ObjectNode toolsNode = fields.object("tools");
        RuleCollector everyTool = new RuleCollector(problems);
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        if (toolsNode != null) {
            readTools(toolsNode, tools, everyTool);
        }
        return envelope.policy(PolicyFormat.INTERCEPT, head, toolsNode, tools, everyTool.rules());
    }

    private void readTools(ObjectNode node, Map<String, ToolPolicy> tools, RuleCollector everyTool) {
        InterceptRuleReader reader = new InterceptRuleReader(problems, DeclaredCounters.of(node));
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
                    RuleCollector rules = isEveryTool ? everyTool : new RuleCollector(problems);
                    readRules(tool, place(name), reader, rules);
                    if (!isEveryTool && !problems.hasErrors()) {
                        tools.put(name, new ToolPolicy(rules.rules()));
                    }
                });
            }
        }
    }

    private static @Nullable RulePlace place(String name) {
        if (name.isEmpty()) {
            return null;
        }
        return name.equals(DeclaredCounters.EVERY_TOOL) ? RulePlace.EVERY_TOOL : RulePlace.tool(name);
    }

    private void readRules(
            ObjectNode tool, @Nullable RulePlace place, InterceptRuleReader reader, RuleCollector rules) {
        ListNode list = ObjectFields.of(tool, TOOL_KEYS, problems).list("rules");
        ObjectNode denial = null;
        for (Node element : list == null ? List.<Node>of() : list.elements()) {
            ObjectNode rule = ObjectFields.object(element, problems);
            if (rule != null) {
                reader.read(rule, place, rules);
                if (ModeReader.isShadow(rule)) {
                    continue;
                }
                if (denial != null) {
                    problems.report(
                            Diagnostic.CHANGES_NOTHING, rule, null, "`" + denial.pointer() + "` denies every call");
                } else if (rule.child("action") instanceof ScalarNode action && "deny".equals(action.text())) {
                    denial = rule;
                }
            }
        }
    }
}
