package dev.mcppolicy.format;

import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.ToolPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a document of the {@code intercept} format. */
final class InterceptReader {
    private static final List<String> KEYS =
            List.of("$schema", "version", "description", "default", "mode", "hide", "tools");
    private static final String PATTERN_HELP =
            "write the rules for each tool by its name, those for all under `\"*\"`, and a pattern only in `hide`";
    private static final List<String> TOOL_KEYS = List.of("rules");

    private final Problems problems;

    InterceptReader(Problems problems) {
        this.problems = problems;
    }

    /** The policy, or null if there is an error. */
    @Nullable
    Policy read(ObjectNode root) {
        Fields fields = Fields.of(root, KEYS, problems);
        Envelope envelope = new Envelope(root, fields, problems);
        envelope.checkSchemaKey();
        Node version = fields.get("version");
        if (version != null) {
            envelope.checkVersion(version, true);
        }
        if (!fields.has("default") && !fields.has("hide")) {
            fields.require("tools", "a policy that says nothing would allow everything");
        }
        Envelope.Head head = envelope.head(fields.get("default"), DefaultAction.ALLOW);
        ObjectNode toolsNode = fields.object("tools");
        RuleSink everyTool = new RuleSink(problems);
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        if (toolsNode != null) {
            readTools(toolsNode, tools, everyTool);
        }
        return envelope.policy(PolicyFormat.INTERCEPT, head, toolsNode, tools, everyTool.rules());
    }

    private void readTools(ObjectNode node, Map<String, ToolPolicy> tools, RuleSink everyTool) {
        InterceptRuleReader reader = new InterceptRuleReader(problems, DeclaredCounters.of(node));
        ToolNames.compare(node, problems);
        for (ObjectNode.Member member : node.members()) {
            String name = member.name();
            boolean isEveryTool = name.equals(DeclaredCounters.EVERY_TOOL);
            if (!isEveryTool) {
                ToolNames.checkListed(member, node, PATTERN_HELP, problems);
            }
            ObjectNode tool = Envelope.tool(member, node, problems);
            if (tool != null) {
                problems.reading(tool, () -> {
                    RuleSink rules = isEveryTool ? everyTool : new RuleSink(problems);
                    readRules(tool, isEveryTool ? null : name, reader, rules);
                    if (!isEveryTool && !problems.hasErrors()) {
                        tools.put(name, new ToolPolicy(rules.rules()));
                    }
                });
            }
        }
    }

    private void readRules(ObjectNode tool, @Nullable String name, InterceptRuleReader reader, RuleSink rules) {
        ListNode list = Fields.of(tool, TOOL_KEYS, problems).list("rules");
        ObjectNode denial = null;
        for (Node element : list == null ? List.<Node>of() : list.elements()) {
            ObjectNode rule = Fields.object(element, problems);
            if (rule != null) {
                reader.read(rule, name, rules);
                if (ModeReader.isAudit(rule)) {
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
