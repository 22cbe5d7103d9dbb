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
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scope;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one rule of the Intercept format. A rule with conditions and a {@code state} block becomes a requirement and a
 * limit of one id: the {@code lt} and {@code lte} conditions on its own counter are the limit.
 */
final class InterceptRuleReader {
    private static final List<String> KEYS = List.of(
            "name",
            "action",
            "conditions",
            "on_deny",
            "reason",
            "rate_limit",
            "state",
            "spend",
            ConcurrencyReader.KEY,
            "schema",
            "approval_timeout",
            "by",
            "remember",
            "when",
            "mode");
    private static final List<String> ACTIONS = List.of("evaluate", "allow", "deny", "require_approval");
    /** What each action takes no part in; the action stands first. */
    private static final List<List<String>> EXCLUDED = List.of(
            List.of("deny", "conditions", "state", "rate_limit", "spend", "schema", ConcurrencyReader.KEY),
            List.of("allow", "conditions", "state", "schema", "when", ConcurrencyReader.KEY),
            List.of("require_approval", "state", "spend", "schema", ConcurrencyReader.KEY));

    private static final List<String> OF_APPROVALS =
            List.of("approval_timeout", AnswerReader.BY, AnswerReader.REMEMBER);

    private static final List<List<String>> CONFLICTS = List.of(
            List.of("reason", "on_deny"),
            List.of("rate_limit", "conditions"),
            List.of("rate_limit", "state"),
            List.of("rate_limit", "schema"),
            List.of("spend", "conditions"),
            List.of("spend", "state"),
            List.of("spend", "schema"),
            List.of(ConcurrencyReader.KEY, "conditions"),
            List.of(ConcurrencyReader.KEY, "state"),
            List.of(ConcurrencyReader.KEY, "schema"),
            List.of(ConcurrencyReader.KEY, "rate_limit"),
            List.of(ConcurrencyReader.KEY, "spend"));

    private final Problems problems;
    private final StateReader states;
    private final ConditionReader conditions;
    private final ConditionLint lint;
    private final RateLimitReader rates;
    private final AnswerReader answers;
    private final ConcurrencyReader concurrency;
    private final SchemaReader schemas;

    InterceptRuleReader(Problems problems, DeclaredCounters counters) {
        this.problems = problems;
        this.states = new StateReader(problems);
        PatternBudget patterns = new PatternBudget(problems);
        this.conditions = new ConditionReader(problems, counters, patterns);
        this.lint = new ConditionLint(problems);
        this.rates = new RateLimitReader(problems, Scope.GLOBAL);
        this.answers = new AnswerReader(problems);
        this.concurrency = new ConcurrencyReader(problems, Scope.GLOBAL);
        this.schemas = new SchemaReader(problems, patterns);
    }

    /**
     * What the parts of one rule share.
     *
     * @param place where it stands, or null under a tool without a name, which is reported
     */
    record Context(ObjectNode node, RuleHead head, @Nullable RulePlace place) {}

    /** Reads a rule. */
    void read(ObjectNode node, @Nullable RulePlace place, RuleCollector rules) {
        ObjectFields fields = ObjectFields.of(node, KEYS, problems);
        String name = fields.text("name");
        Node nameNode = fields.get("name");
        if (nameNode != null && name != null && name.isBlank()) {
            problems.report(Diagnostic.EMPTY_NAME, nameNode, "leave it out", "a rule's name");
        }
        String action = action(fields);
        for (List<String> pair : CONFLICTS) {
            fields.conflict(pair.get(0), pair.get(1));
        }
        checkExcluded(action, fields);
        String onDeny = fields.text("on_deny");
        String reason = fields.text("reason");
        Mode mode = ModeReader.of(fields, rules.outer(), problems);
        rules.setMode(mode);
        // A denial's own conditions stand under `when`, and are read as such.
        List<PlacedCondition> when = "deny".equals(action) ? List.of() : conditions.when(fields, mode == Mode.ENFORCE);
        lint.when(when);
        RuleHead head = RuleHead.of(new RuleId(node.pointer()))
                .withName(name)
                .withMessage(onDeny != null ? onDeny : reason)
                .withWhen(ReadConditions.of(when));
        Context context = new Context(node, head, place);
        ReadConditions read = ReadConditions.of(fields, conditions, schemas, mode == Mode.ENFORCE, problems);
        Node timeout = fields.get("approval_timeout");
        for (String key : OF_APPROVALS) {
            Node given = fields.get(key);
            if (given != null && !"require_approval".equals(action)) {
                problems.report(Diagnostic.ASKS_NOBODY, given, null, key);
            }
        }
        readRateLimit(fields, context, rules);
        ObjectNode spend = fields.object("spend");
        if (spend != null) {
            rates.spend(spend, head, rules);
        }
        ObjectNode concurrent = fields.object(ConcurrencyReader.KEY);
        if (concurrent != null) {
            concurrency.part(concurrent, head, rules);
        }
        switch (action) {
            case "deny" -> readDenial(fields, mode, context, rules);
            case "require_approval" -> readApproval(fields, read, timeout, context, rules);
            case "evaluate" -> readEvaluation(fields, read, context, rules);
            default -> {}
        }
    }

    private String action(ObjectFields fields) {
        Node node = fields.get("action");
        if (node == null) {
            return "evaluate";
        }
        String action = ObjectFields.word(node, problems);
        if (action == null) {
            return "";
        }
        if (!ACTIONS.contains(action)) {
            String dialect = Dialects.action(action);
            String nearest = dialect != null ? dialect : Suggestion.of(action, ACTIONS);
            problems.report(
                    Diagnostic.UNKNOWN_ACTION,
                    node,
                    nearest != null ? nearest : "an action is `evaluate`, `allow`, `deny` or `require_approval`",
                    Quoted.of(action));
        }
        return action;
    }

    private void checkExcluded(String action, ObjectFields fields) {
        for (List<String> excluded : EXCLUDED) {
            if (excluded.get(0).equals(action)) {
                for (String key : excluded.subList(1, excluded.size())) {
                    ObjectNode.Member member = fields.object().find(key);
                    if (member != null) {
                        problems.reportName(
                                Diagnostic.CONFLICTING_KEYS,
                                fields.object(),
                                member,
                                excludedHelp(action, key),
                                key,
                                "action: " + action);
                    }
                }
            }
        }
    }

    private static @Nullable String excludedHelp(String action, String key) {
        if (action.equals("deny") && (key.equals("conditions") || key.equals("schema"))) {
            return "`deny` denies every call; for some, write their conditions as `when`";
        }
        if (action.equals("allow") && key.equals("when")) {
            return "leave `action: allow` out: no rule is the first to match, and one that allows asserts nothing";
        }
        if (action.equals("allow") && (key.equals("conditions") || key.equals("schema"))) {
            return "leave `action: allow` out: the conditions must hold for the call to be allowed";
        }
        return action.equals("require_approval") ? "write it in a rule of its own" : "leave one of them out";
    }

    private void readRateLimit(ObjectFields fields, Context context, RuleCollector rules) {
        Node node = fields.get("rate_limit");
        if (node instanceof ObjectNode object) {
            rules.add(rates.object(object, true, context.head()), node, RateLimitReader.NAME_HELP);
        } else if (node instanceof ScalarNode scalar && scalar.text() != null) {
            rules.add(rates.text(node, scalar.text(), context.head()), node, RateLimitReader.NAME_HELP);
        } else if (node != null) {
            ObjectFields.mismatch(node, "`N/minute` or an object with `max` and `window`", problems);
        }
    }

    /** A denial of every call, or of those for which all that its {@code when} says holds. */
    private void readDenial(ObjectFields fields, Mode mode, Context context, RuleCollector rules) {
        ListNode list = fields.list("when");
        List<PlacedCondition> denied = list == null ? List.of() : conditions.read(list, mode == Mode.ENFORCE);
        ReadConditions read = new ReadConditions(denied, null).firing(conditions);
        lint.denial(read.placed());
        rules.add(new DenyIf(context.head(), read.all()));
    }

    private void readApproval(
            ObjectFields fields,
            ReadConditions read,
            @Nullable Node timeoutNode,
            Context context,
            RuleCollector rules) {
        ReadConditions asked = read.firing(conditions);
        lint.approval(asked.placed());
        Duration timeout =
                timeoutNode == null ? RequireApproval.DEFAULT_TIMEOUT : TimeoutReader.words(timeoutNode, problems);
        if (timeout != null) {
            rules.add(
                    answers.read(RequireApproval.of(context.head(), asked.all()).withTimeout(timeout), fields));
        }
    }

    private void readEvaluation(ObjectFields fields, ReadConditions read, Context context, RuleCollector rules) {
        Node stateNode = fields.get("state");
        ObjectNode state = stateNode == null ? null : ObjectFields.object(stateNode, problems);
        List<PlacedCondition> required = read.placed();
        StateReader.State counted = state == null ? null : states.read(state, read.placed(), context);
        if (counted != null) {
            required = counted.others();
        } else if (isEmpty(fields, context.node())) {
            problems.report(Diagnostic.ASSERTS_NOTHING, context.node(), "give it `conditions`, or leave it out");
        }
        lint.requirement(required);
        if (!required.isEmpty() || read.schema() != null) {
            List<Condition> all = new ReadConditions(required, read.schema()).all();
            rules.add(new Require(context.head(), all));
        }
        if (counted != null) {
            rules.add(counted.limit(), counted.place());
        }
    }

    private static boolean isEmpty(ObjectFields fields, ObjectNode node) {
        boolean hasConditions = fields.get("conditions") instanceof ListNode list
                ? !list.elements().isEmpty()
                : fields.has("conditions");
        return !hasConditions
                && !fields.has("rate_limit")
                && !fields.has("spend")
                && !fields.has(ConcurrencyReader.KEY)
                && !fields.has("schema")
                && !fields.has("state")
                && !node.isTorn()
                && node.members().stream().allMatch(member -> KEYS.contains(member.name()));
    }
}
