package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Dialects;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.format.document.RateLimitWording;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the short forms of limits: {@code rate_limit} of both formats and Intercept's {@code spend}. */
final class RateLimitReader {
    private static final List<String> RATE_KEYS = List.of("max", "window", "zone", "scope", "key", "counter");
    private static final List<String> SPEND_KEYS = List.of("per_call", "daily", "zone", "amount", "key");
    /** What {@code spend} says of the limit of a day alone. */
    private static final List<String> OF_DAILY = List.of("zone", KeyReader.KEY);

    /** What to write where another limit has the counter that a short form makes. */
    static final String NAME_HELP = "name its counter, `rate_limit: { max: …, window: …, counter: … }`";

    /** Stands for the counter until the limit has all that its name says. */
    private static final String UNNAMED = "_";

    private static final int MOST_DIGITS = 18;

    private final Problems problems;
    private final LimitValues values;
    private final KeyReader keys;
    /** The scope that a full limit of the format has where it names none, and that a counter's name leaves out. */
    private final Scope unnamedScope;

    RateLimitReader(Problems problems, Scope unnamedScope) {
        this.problems = problems;
        this.values = new LimitValues(problems);
        this.keys = new KeyReader(problems, values);
        this.unnamedScope = unnamedScope;
    }

    /** {@code {max, window, scope?, counter?}}; the scope is {@code session} where none is given. */
    @Nullable
    Limit object(ObjectNode object, boolean namedWindows, RuleHead head) {
        ObjectFields fields = ObjectFields.of(object, RATE_KEYS, problems);
        Node maxNode = fields.require("max", null);
        Node windowNode = fields.require("window", null);
        BigDecimal max = maxNode == null ? null : values.positive("max", maxNode);
        Window window = windowNode == null ? null : window(windowNode, fields.get("zone"), namedWindows);
        Scope scope = values.scope(fields.get("scope"), Scope.SESSION, object);
        KeyReader.Read key = keys.of(fields);
        Node counterNode = fields.get("counter");
        String counter = counterNode == null ? null : values.counter(counterNode);
        if (maxNode == null
                || max == null
                || window == null
                || scope == null
                || !key.isGood()
                || (counterNode != null && counter == null)) {
            return null;
        }
        Limit limit = limit(max, window, scope, key.key(), head, maxNode);
        return limit == null || counter == null ? limit : limit.withCounter(counter);
    }

    private @Nullable Window window(Node node, @Nullable Node zone, boolean named) {
        return named ? values.window(node, zone) : values.namelessWindow(node, zone);
    }

    /** {@code 5/hour}, in the scope of the format. */
    @Nullable
    Limit text(Node node, String text, RuleHead head) {
        int slash = text.indexOf('/');
        String digits = slash < 0 ? text : text.substring(0, slash);
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && (digits.length() == 1 || digits.charAt(0) != '0');
        if (slash < 0 || !isNumber) {
            problems.report(
                    Diagnostic.BAD_RATE_LIMIT,
                    node,
                    "write a whole number, `/` and `minute`, `hour`, `day`, `week` or `month`, as in `5/minute`",
                    Quoted.of(text));
            return null;
        }
        String word = text.substring(slash + 1);
        Window window = LimitValues.calendar(word);
        if (window == null) {
            String seconds = Dialects.rateLimit(digits, word);
            problems.report(
                    Diagnostic.UNKNOWN_WINDOW,
                    node,
                    seconds != null ? seconds : values.rateHelp(word),
                    Quoted.of(word));
        }
        BigDecimal max = new BigDecimal(digits);
        if (max.signum() == 0) {
            problems.report(Diagnostic.NOT_POSITIVE, node, "write `action: deny`", "rate_limit", Quoted.of(text));
            return null;
        }
        return window == null ? null : limit(max, window, unnamedScope, null, head, node);
    }

    private @Nullable Limit limit(
            BigDecimal max, Window window, Scope scope, @Nullable LimitKey key, RuleHead head, Node place) {
        RuleHead worded = head.message() == null ? head.withMessage(RateLimitWording.of(max, window)) : head;
        return values.limit(
                () -> Limit.of(worded, UNNAMED, window, Bound.atMost(max))
                        .withScope(scope)
                        .withKey(key)
                        .withUsualCounter(unnamedScope),
                place);
    }

    /** A cap on one call's amount, a limit on a day's, or both. */
    void spend(ObjectNode object, RuleHead head, RuleCollector rules) {
        ObjectFields fields = ObjectFields.of(object, SPEND_KEYS, problems);
        Node amountNode = fields.require("amount", "name the argument that holds the amount");
        Amount amount = amountNode == null ? null : values.amount(amountNode);
        Node perCall = fields.get("per_call");
        Node daily = fields.get("daily");
        if (perCall == null && daily == null && !object.isTorn()) {
            problems.report(Diagnostic.MISSING_KEY, object, "or `per_call`", "daily");
        }
        BigDecimal cap = perCall == null ? null : values.positive("per_call", perCall);
        BigDecimal max = daily == null ? null : values.positive("daily", daily);
        Window day = values.inZone(Window.Calendar.DAY, fields.get("zone"));
        KeyReader.Read key = keys.of(fields);
        for (String part : OF_DAILY) {
            Node node = fields.get(part);
            if (node != null && daily == null && !object.isTorn()) {
                problems.report(Diagnostic.WITHOUT_DAILY, node, null, part);
            }
        }
        if (!(amount instanceof Amount.FromArgument from)) {
            return;
        }
        if (perCall != null && (from.decimal() || from.path().hasWildcard())) {
            String other = from.decimal() ? "as" : "[*]";
            problems.reportName(
                    Diagnostic.CONFLICTING_KEYS,
                    object,
                    Objects.requireNonNull(object.find("per_call")),
                    "a cap on one call compares one number with it; require that in a rule of its own",
                    "per_call",
                    other);
            return;
        }
        if (cap != null) {
            rules.add(new Require(head, List.of(new Condition.Comparison(from.path(), Operator.LTE, cap))));
        }
        if (daily != null && max != null && day != null && key.isGood()) {
            Limit limit = values.limit(
                    () -> Limit.of(head, UNNAMED, day, Bound.atMost(max))
                            .withScope(unnamedScope)
                            .withAmount(from)
                            .withKey(key.key())
                            .withUsualCounter(unnamedScope),
                    daily);
            rules.add(limit, daily, "write it as a `state` block with a `counter` of its own");
        }
    }
}
