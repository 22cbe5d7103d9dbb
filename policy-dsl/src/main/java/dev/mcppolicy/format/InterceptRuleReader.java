package dev.mcppolicy.format;

import dev.mcppolicy.model.Amount;
import dev.mcppolicy.model.Bound;
import dev.mcppolicy.model.Condition;
import dev.mcppolicy.model.CounterPath;
import dev.mcppolicy.model.Operator;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.Scale;
import dev.mcppolicy.model.Scope;
import dev.mcppolicy.model.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
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
            "schema",
            "approval_timeout");
    private static final List<String> STATE_KEYS = List.of("counter", "window", "increment", "increment_from", "scope");
    private static final List<String> ACTIONS = List.of("evaluate", "allow", "deny", "require_approval");
    /** What each action takes no part in; the action stands first. */
    private static final List<List<String>> EXCLUDED = List.of(
            List.of("deny", "conditions", "state", "rate_limit", "spend", "schema"),
            List.of("allow", "conditions", "state", "schema"),
            List.of("require_approval", "state", "spend", "schema"));

    private static final List<List<String>> CONFLICTS = List.of(
            List.of("reason", "on_deny"),
            List.of("rate_limit", "conditions"),
            List.of("rate_limit", "state"),
            List.of("rate_limit", "schema"),
            List.of("spend", "conditions"),
            List.of("spend", "state"),
            List.of("spend", "schema"));

    private final Problems problems;
    private final LimitValues values;
    private final ConditionReader conditions;
    private final ConditionLint lint;
    private final RateLimitReader rates;
    private final SchemaReader schemas;

    InterceptRuleReader(Problems problems, DeclaredCounters counters) {
        this.problems = problems;
        this.values = new LimitValues(problems);
        this.conditions = new ConditionReader(problems, counters);
        this.lint = new ConditionLint(problems);
        this.rates = new RateLimitReader(problems, Scope.GLOBAL);
        this.schemas = new SchemaReader(problems);
    }

    /** What the parts of one rule share. */
    private record Context(
            ObjectNode node,
            RuleId id,
            @Nullable String tool,
            @Nullable String name,
            @Nullable String message) {}

    /** Reads a rule of a tool, or of every tool where the tool is null. */
    void read(ObjectNode node, @Nullable String tool, RuleSink rules) {
        Fields fields = Fields.of(node, KEYS, problems);
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
        Context context = new Context(node, new RuleId(node.pointer()), tool, name, onDeny != null ? onDeny : reason);
        ReadConditions read = ReadConditions.of(fields, conditions, schemas, problems);
        Node timeout = fields.get("approval_timeout");
        if (timeout != null && !"require_approval".equals(action)) {
            problems.report(Diagnostic.UNUSED_TIMEOUT, timeout, null);
        }
        readRateLimit(fields, context, rules);
        ObjectNode spend = fields.object("spend");
        if (spend != null) {
            rates.spend(spend, context.id(), name, context.message(), rules);
        }
        switch (action) {
            case "deny" -> rules.add(new Rule.DenyIf(context.id(), name, List.of(), context.message()));
            case "require_approval" -> readApproval(read, timeout, context, rules);
            case "evaluate" -> readEvaluation(fields, read, context, rules);
            default -> {}
        }
    }

    private String action(Fields fields) {
        Node node = fields.get("action");
        if (node == null) {
            return "evaluate";
        }
        String action = Fields.word(node, problems);
        if (action == null) {
            return "";
        }
        if (!ACTIONS.contains(action)) {
            String nearest = Suggestion.of(action, ACTIONS);
            problems.report(
                    Diagnostic.UNKNOWN_ACTION,
                    node,
                    nearest != null ? nearest : "an action is `evaluate`, `allow`, `deny` or `require_approval`",
                    Quoted.of(action));
        }
        return action;
    }

    private void checkExcluded(String action, Fields fields) {
        for (List<String> excluded : EXCLUDED) {
            if (excluded.get(0).equals(action)) {
                for (String key : excluded.subList(1, excluded.size())) {
                    ObjectNode.Member member = fields.object().find(key);
                    if (member != null) {
                        problems.reportName(
                                Diagnostic.CONFLICTING_KEYS, fields.object(), member, null, key, "action: " + action);
                    }
                }
            }
        }
    }

    private void readRateLimit(Fields fields, Context context, RuleSink rules) {
        Node node = fields.get("rate_limit");
        if (node instanceof ObjectNode object) {
            rules.add(rates.object(object, true, context.id(), context.name(), context.message()), node);
        } else if (node instanceof ScalarNode scalar && scalar.text() != null) {
            rules.add(rates.text(node, scalar.text(), context.id(), context.name(), context.message()), node);
        } else if (node != null) {
            Fields.mismatch(node, "`N/minute` or an object with `max` and `window`", problems);
        }
    }

    private void readApproval(ReadConditions read, @Nullable Node timeoutNode, Context context, RuleSink rules) {
        lint.approval(read.comparisons());
        Duration timeout = timeoutNode == null ? Rule.RequireApproval.DEFAULT_TIMEOUT : timeout(timeoutNode);
        if (timeout != null) {
            rules.add(new Rule.RequireApproval(context.id(), context.name(), read.all(), timeout, context.message()));
        }
    }

    private @Nullable Duration timeout(Node node) {
        String text = Fields.word(node, problems);
        if (text == null) {
            return null;
        }
        String digits = text.isEmpty() ? "" : text.substring(0, text.length() - 1);
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= 6
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && digits.charAt(0) != '0';
        long number = isNumber ? Long.parseLong(digits) : 0;
        char unit = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
        Duration timeout =
                switch (unit) {
                    case 's' -> Duration.ofSeconds(number);
                    case 'm' -> Duration.ofMinutes(number);
                    case 'h' -> Duration.ofHours(number);
                    default -> Duration.ZERO;
                };
        if (timeout.isZero()) {
            problems.report(Diagnostic.BAD_TIMEOUT, node, "write `30s`, `30m` or `2h`", Quoted.of(text));
            return null;
        }
        return timeout;
    }

    private void readEvaluation(Fields fields, ReadConditions read, Context context, RuleSink rules) {
        Node stateNode = fields.get("state");
        ObjectNode state = stateNode == null ? null : Fields.object(stateNode, problems);
        List<ConditionReader.Placed> required = read.comparisons();
        State counted = state == null ? null : readState(state, read.comparisons(), context);
        if (counted != null) {
            required = counted.others();
        } else if (isEmpty(fields, context.node())) {
            problems.report(Diagnostic.ASSERTS_NOTHING, context.node(), "give it `conditions`, or leave it out");
        }
        lint.requirement(required);
        if (!required.isEmpty() || read.schema() != null) {
            List<Condition> all = new ReadConditions(required, read.schema()).all();
            rules.add(new Rule.Require(context.id(), context.name(), all, context.message()));
        }
        if (counted != null) {
            rules.add(counted.limit(), counted.place());
        }
    }

    /**
     * What a {@code state} block makes of a rule.
     *
     * @param others the conditions that are no part of the limit
     * @param limit the limit, or null if it could not be read
     * @param place where its counter is declared
     */
    private record State(List<ConditionReader.Placed> others, Rule.@Nullable Limit limit, Node place) {}

    private static boolean isEmpty(Fields fields, ObjectNode node) {
        boolean hasConditions = fields.get("conditions") instanceof ListNode list
                ? !list.elements().isEmpty()
                : fields.has("conditions");
        return !hasConditions
                && !fields.has("rate_limit")
                && !fields.has("spend")
                && !fields.has("schema")
                && !fields.has("state")
                && !node.isTorn()
                && node.members().stream().allMatch(member -> KEYS.contains(member.name()));
    }

    private State readState(ObjectNode state, List<ConditionReader.Placed> comparisons, Context context) {
        Fields fields = Fields.of(state, STATE_KEYS, problems);
        Node counterNode = fields.require("counter", null);
        Node windowNode = fields.require("window", null);
        String counter = counterNode == null ? null : values.counter(counterNode);
        Window window = windowNode == null ? null : values.window(windowNode);
        Scope scope = values.scope(fields.get("scope"), Scope.GLOBAL, state);
        Amount amount = increment(fields);
        if (counterNode == null || counter == null) {
            return new State(comparisons, null, state);
        }
        CounterPath own = new CounterPath(context.tool(), counter);
        List<ConditionReader.Placed> others = new ArrayList<>();
        ConditionReader.Placed tightest = null;
        for (ConditionReader.Placed placed : comparisons) {
            if (!isBoundOn(own, placed)) {
                others.add(placed);
            } else if (tightest == null || isTighter(placed, tightest)) {
                tightest = placed;
            }
        }
        Bound bound = tightest == null || amount == null ? null : bound(tightest, amount);
        if (window == null || scope == null || amount == null || (tightest != null && bound == null)) {
            return new State(others, null, counterNode);
        }
        Rule.Limit limit = values.limit(
                context.id(),
                context.name(),
                counter,
                window,
                bound,
                scope,
                amount,
                context.message(),
                tightest == null ? counterNode : tightest.value());
        return new State(others, limit, counterNode);
    }

    private @Nullable Amount increment(Fields fields) {
        fields.conflict("increment_from", "increment");
        Node from = fields.get("increment_from");
        Node fixed = fields.get("increment");
        if (from != null) {
            return values.amount(from);
        }
        if (fixed == null) {
            return Amount.ONE;
        }
        BigDecimal increment = values.positive("increment", fixed);
        return increment == null ? null : new Amount.Fixed(increment);
    }

    private static boolean isBoundOn(CounterPath own, ConditionReader.Placed placed) {
        Operator operator = placed.comparison().operator();
        return (operator == Operator.LT || operator == Operator.LTE)
                && placed.comparison().path().equals(own);
    }

    private static boolean isTighter(ConditionReader.Placed one, ConditionReader.Placed other) {
        int order = number(one).compareTo(number(other));
        return order < 0 || (order == 0 && one.comparison().operator() == Operator.LT);
    }

    private static BigDecimal number(ConditionReader.Placed placed) {
        return new BigDecimal(placed.comparison().operand().toString());
    }

    private @Nullable Bound bound(ConditionReader.Placed placed, Amount amount) {
        BigDecimal max = number(placed);
        if (max.signum() <= 0) {
            problems.report(
                    Diagnostic.NOT_POSITIVE, placed.value(), "write `action: deny`", "value", max.toPlainString());
            return null;
        }
        boolean inclusive = placed.comparison().operator() == Operator.LTE;
        Bound bound = new Bound(max, inclusive);
        if (!inclusive && amount.scale() == Scale.WHOLE) {
            long most = amount.scale().unitsOf(bound);
            if (most >= 0) {
                problems.report(
                        Diagnostic.LT_ON_WHOLE_NUMBERS,
                        placed.node(),
                        "write `lte` to say so",
                        max.toPlainString(),
                        most);
            }
        }
        return bound;
    }
}
