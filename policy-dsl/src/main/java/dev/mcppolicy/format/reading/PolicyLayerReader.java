package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Dialects;
import dev.mcppolicy.format.document.ListNode;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.format.document.ScalarNode;
import dev.mcppolicy.format.document.Suggestion;
import dev.mcppolicy.format.schema.PatternBudget;
import dev.mcppolicy.format.schema.SchemaReader;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a document of the {@code policylayer} format. */
public final class PolicyLayerReader {
    private static final List<String> KEYS =
            List.of("$schema", "version", "default", "description", "mode", "hide", "all_tools", "tools", "groups");
    private static final String PATTERN_HELP =
            "write rules for a pattern in a group, `groups: { name: { tools: [pattern] } }`, and those for all in `all_tools`";
    private static final List<String> ALL_TOOLS_KEYS = List.of("limits", ConcurrencyReader.KEY);
    private static final List<String> TOOL_KEYS = List.of(
            "require",
            "deny_if",
            "limits",
            "approvals",
            "action",
            "reason",
            "rate_limit",
            ConcurrencyReader.KEY,
            "mode");
    private static final List<String> GROUP_KEYS = Stream.concat(GroupReader.KEYS.stream(), TOOL_KEYS.stream())
            .distinct()
            .toList();
    private static final List<String> LISTS = List.of("require", "deny_if", "limits", "approvals");
    private static final List<String> ACTIONS = List.of("allow", "deny", "require_approval");
    private static final List<String> ACTION_KEYS = List.of("action", "reason", "mode", "tools", "allow");
    private static final List<String> LIMIT_KEYS =
            List.of("counter", "window", "zone", "max", "scope", "amount", "key", "on_deny", "when", "mode");
    private static final List<String> APPROVAL_KEYS =
            List.of("conditions", "reason", "timeout", "by", "remember", "when", "mode");
    private static final List<String> REQUIRE_KEYS = List.of("conditions", "schema", "on_deny", "when", "mode");

    private final Problems problems;
    private final LimitValues values;
    private final KeyReader keys;
    private final ConditionReader conditions;
    private final ConditionLint lint;
    private final RateLimitReader rates;
    private final AnswerReader answers;
    private final ConcurrencyReader concurrency;
    private final SchemaReader schemas;

    public PolicyLayerReader(Problems problems) {
        this.problems = problems;
        this.values = new LimitValues(problems);
        this.keys = new KeyReader(problems, values);
        PatternBudget patterns = new PatternBudget(problems);
        this.conditions = new ConditionReader(problems, null, patterns);
        this.lint = new ConditionLint(problems);
        this.rates = new RateLimitReader(problems, Scope.GRANT);
        this.answers = new AnswerReader(problems);
        this.concurrency = new ConcurrencyReader(problems, Scope.GRANT);
        this.schemas = new SchemaReader(problems, patterns);
    }

    /** The policy, or null if there is an error. */
    @Nullable
    public Policy read(ObjectNode root) {
        ObjectFields fields = ObjectFields.of(root, KEYS, problems);
        PolicyHead envelope = new PolicyHead(root, fields, problems);
        envelope.checkSchemaKey();
        Node version = fields.require("version", versionHelp(root));
        if (version != null) {
            envelope.checkVersion(version, false);
        }
        PolicyHead.Head head = envelope.head(fields.require("default", "write `\"default\": \"deny\"`"), null);
        RuleCollector everyTool = new RuleCollector(problems);
        ObjectNode allTools = fields.object("all_tools");
        if (allTools != null) {
            readEveryTool(ObjectFields.of(allTools, ALL_TOOLS_KEYS, problems), everyTool);
        }
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        ObjectNode toolsNode = fields.object("tools");
        if (toolsNode != null) {
            readTools(toolsNode, tools);
        }
        Map<String, ToolGroup> groups = new GroupReader(
                        toolsNode, "limits for every tool stand in `all_tools`", problems)
                .read(fields.object("groups"), GROUP_KEYS, (groupFields, place) -> {
                    checkAction(groupFields);
                    return readRules(groupFields);
                });
        return envelope.policy(PolicyFormat.POLICYLAYER, head, toolsNode, tools, groups, everyTool.rules());
    }

    private void readEveryTool(ObjectFields fields, RuleCollector rules) {
        for (ObjectNode.Member member : fields.object().members()) {
            switch (member.name()) {
                case "limits" -> readLimits(member.value(), rules);
                case ConcurrencyReader.KEY -> readConcurrency(member.value(), rules);
                default -> {}
            }
        }
    }

    /** Without a word of either format, the default alone has made this a document of this one. */
    private static String versionHelp(ObjectNode root) {
        boolean isTold = root.find("all_tools") != null
                || (root.child("tools") instanceof ObjectNode tools
                        && tools.members().stream()
                                .anyMatch(tool -> tool.value() instanceof ObjectNode object
                                        && !object.members().isEmpty()));
        return isTold
                ? "write `\"version\": \"1\"`"
                : "write `\"version\": \"1\"`, or `rules: []` under a tool for a document of the Intercept format";
    }

    private void readTools(ObjectNode node, Map<String, ToolPolicy> tools) {
        ToolNames.compare(node, problems);
        for (ObjectNode.Member member : node.members()) {
            String name = member.name();
            if (name.equals("*")) {
                problems.reportName(Diagnostic.STAR_TOOL, node, member, "rules for every tool stand in `all_tools`");
            } else {
                ToolNames.checkListed(member, node, PATTERN_HELP, problems);
            }
            ObjectNode tool = PolicyHead.tool(member, node, problems);
            if (tool != null) {
                problems.reading(tool, () -> {
                    List<Rule> rules = readRules(ObjectFields.of(tool, TOOL_KEYS, problems));
                    if (!problems.hasErrors()) {
                        tools.put(name, new ToolPolicy(rules));
                    }
                });
            }
        }
    }

    /** Whether a group would be taken to list its tools by a word that lists nothing. */
    private void checkAction(ObjectFields group) {
        Node action = group.get("action");
        if (action instanceof ScalarNode scalar && "allow".equals(scalar.text())) {
            problems.report(Diagnostic.GROUP_ACTION, action, "write `\"allow\": true` to list its tools");
        }
    }

    /** The rules of a tool or group. */
    private List<Rule> readRules(ObjectFields fields) {
        ObjectNode tool = fields.object();
        String action = action(fields);
        String reason = fields.text("reason");
        Node rate = fields.get("rate_limit");
        Mode mode = mode(fields, action);
        RuleCollector rules = new RuleCollector(mode, problems);
        boolean explainsAction = "deny".equals(action) || "require_approval".equals(action);
        for (ObjectNode.Member member : tool.members()) {
            Node value = member.value();
            rules.setMode(mode);
            switch (member.name()) {
                case "require" -> readRequirements(value, rules);
                case "deny_if" -> readDenials(value, rules);
                case "limits" -> readLimits(value, rules);
                case ConcurrencyReader.KEY -> readConcurrency(value, rules);
                case "approvals" -> readApprovals(value, rules);
                case "action" -> addAction(action, value, reason, rules);
                case "rate_limit" -> {
                    ObjectNode object = ObjectFields.object(value, problems);
                    if (object != null) {
                        RuleHead head = head(object).withMessage(explainsAction ? null : reason);
                        rules.add(rates.object(object, false, head), object, RateLimitReader.NAME_HELP);
                    }
                }
                case "reason" -> {
                    if (!explainsAction && rate == null && !tool.isTorn()) {
                        problems.reportName(
                                Diagnostic.UNUSED_REASON,
                                tool,
                                member,
                                "it goes with `\"action\": \"deny\"`, `\"action\": \"require_approval\"` or `rate_limit`");
                    }
                }
                default -> {}
            }
        }
        if ("deny".equals(action) && mode == Mode.ENFORCE) {
            warnOfDeadRules(tool);
        }
        return rules.rules();
    }

    /** The mode of a tool or group, which is that of each of its rules where it is shadow. */
    private Mode mode(ObjectFields fields, @Nullable String action) {
        ObjectNode.Member member = fields.object().find(ModeReader.KEY);
        boolean hasRule = fields.has("rate_limit")
                || fields.has(ConcurrencyReader.KEY)
                || LISTS.stream().anyMatch(fields::has)
                || (fields.has("action") && !"allow".equals(action));
        if (member != null && !hasRule && !fields.object().isTorn()) {
            problems.reportName(Diagnostic.UNUSED_MODE, fields.object(), member, "it goes with rules");
        }
        return ModeReader.of(fields, problems);
    }

    private @Nullable String action(ObjectFields fields) {
        Node node = fields.get("action");
        String action = node == null ? null : ObjectFields.word(node, problems);
        if (node != null && action != null && !ACTIONS.contains(action)) {
            String dialect = Dialects.action(action);
            String nearest = dialect != null ? dialect : Suggestion.of(action, ACTIONS);
            problems.report(
                    Diagnostic.UNKNOWN_ACTION,
                    node,
                    nearest != null ? nearest : "an action is `allow`, `deny` or `require_approval`",
                    Quoted.of(action));
        }
        return action;
    }

    private static void addAction(@Nullable String action, Node node, @Nullable String reason, RuleCollector rules) {
        RuleHead head = head(node).withMessage(reason);
        if ("deny".equals(action)) {
            rules.add(new DenyIf(head, List.of()));
        } else if ("require_approval".equals(action)) {
            rules.add(RequireApproval.of(head, List.of()));
        }
    }

    private void warnOfDeadRules(ObjectNode tool) {
        for (ObjectNode.Member member : tool.members()) {
            if (!ACTION_KEYS.contains(member.name())) {
                problems.reportName(Diagnostic.CHANGES_NOTHING, tool, member, null, "`action` denies every call");
            }
        }
    }

    private void readRequirements(Node node, RuleCollector rules) {
        ListNode list = ObjectFields.list(node, problems);
        for (Node element : list == null ? List.<Node>of() : list.elements()) {
            ObjectNode object = ObjectFields.object(element, problems);
            if (object != null) {
                ObjectFields fields = ObjectFields.of(object, REQUIRE_KEYS, problems);
                ReadConditions read = ReadConditions.of(fields, conditions, schemas, true, problems);
                if (!fields.has("schema")) {
                    fields.require("conditions", "an empty list asks for nothing");
                }
                if (read.isEmptyIn(object)) {
                    problems.report(Diagnostic.ASSERTS_NOTHING, object, "leave it out");
                }
                lint.requirement(read.placed());
                rules.setMode(ModeReader.of(fields, rules.outer(), problems));
                rules.add(new Require(head(object, fields).withMessage(fields.text("on_deny")), read.all()));
            }
        }
    }

    private void readDenials(Node node, RuleCollector rules) {
        ListNode list = ObjectFields.list(node, problems);
        for (Node element : list == null ? List.<Node>of() : list.elements()) {
            ObjectNode object = ObjectFields.object(element, problems);
            if (object != null) {
                ObjectFields fields = ObjectFields.of(object, Dialects.DENIAL_KEYS, problems);
                fields.require("conditions", "an empty list denies every call");
                ReadConditions read = ReadConditions.of(fields, conditions, schemas, true, problems)
                        .firing(conditions);
                lint.denial(read.placed());
                rules.setMode(ModeReader.of(fields, rules.outer(), problems));
                rules.add(new DenyIf(head(object).withMessage(fields.text("on_deny")), read.all()));
            }
        }
    }

    private void readApprovals(Node node, RuleCollector rules) {
        ListNode list = ObjectFields.list(node, problems);
        for (Node element : list == null ? List.<Node>of() : list.elements()) {
            ObjectNode object = ObjectFields.object(element, problems);
            if (object != null) {
                ObjectFields fields = ObjectFields.of(object, APPROVAL_KEYS, problems);
                fields.require("conditions", "an empty list asks for every call");
                ReadConditions read = ReadConditions.of(fields, conditions, schemas, true, problems)
                        .firing(conditions);
                lint.approval(read.placed());
                Node timeoutNode = fields.get("timeout");
                Duration timeout = timeoutNode == null
                        ? RequireApproval.DEFAULT_TIMEOUT
                        : TimeoutReader.wordsOrSeconds(timeoutNode, problems);
                rules.setMode(ModeReader.of(fields, rules.outer(), problems));
                RuleHead head = head(object, fields).withMessage(fields.text("reason"));
                if (timeout != null) {
                    rules.add(answers.read(RequireApproval.of(head, read.all()).withTimeout(timeout), fields));
                }
            }
        }
    }

    private void readConcurrency(Node node, RuleCollector rules) {
        ObjectNode object = ObjectFields.object(node, problems);
        if (object != null) {
            concurrency.rule(object, fields -> head(object, fields), rules);
        }
    }

    private void readLimits(Node node, RuleCollector rules) {
        ListNode list = ObjectFields.list(node, problems);
        for (Node element : list == null ? List.<Node>of() : list.elements()) {
            ObjectNode object = ObjectFields.object(element, problems);
            if (object != null) {
                readLimit(object, rules);
            }
        }
    }

    private void readLimit(ObjectNode object, RuleCollector rules) {
        ObjectFields fields = ObjectFields.of(object, LIMIT_KEYS, problems);
        Node counterNode = fields.require("counter", null);
        Node windowNode = fields.require("window", null);
        Node maxNode = fields.require("max", null);
        String counter = counterNode == null ? null : values.counter(counterNode);
        Window window = windowNode == null ? null : values.window(windowNode, fields.get("zone"));
        BigDecimal max = maxNode == null ? null : values.positive("max", maxNode);
        Scope scope = values.scope(fields.get("scope"), Scope.GRANT, object);
        Node amountNode = fields.get("amount");
        Amount amount = amountNode == null ? Amount.ONE : values.amount(amountNode);
        KeyReader.Read key = keys.of(fields);
        RuleHead head = head(object, fields).withMessage(fields.text("on_deny"));
        rules.setMode(ModeReader.of(fields, rules.outer(), problems));
        if (!key.isGood()
                || counterNode == null
                || counter == null
                || window == null
                || maxNode == null
                || max == null
                || scope == null
                || amount == null) {
            return;
        }
        rules.add(
                values.limit(
                        () -> Limit.of(head, counter, window, Bound.atMost(max))
                                .withScope(scope)
                                .withAmount(amount)
                                .withKey(key.key()),
                        maxNode),
                counterNode);
    }

    /** The head of a rule that may have a {@code when}. */
    private RuleHead head(Node rule, ObjectFields fields) {
        List<PlacedCondition> when = conditions.when(fields, true);
        lint.when(when);
        return head(rule).withWhen(ReadConditions.of(when));
    }

    private static RuleHead head(Node rule) {
        return RuleHead.of(new RuleId(rule.pointer()));
    }
}
