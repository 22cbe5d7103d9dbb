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
import dev.mcppolicy.format.schema.PatternHelp;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.TimeSpan;
import dev.mcppolicy.model.condition.ValuePath;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads conditions, alike in both formats: comparisons of {@code path}, {@code op} and {@code value}, conditions of time,
 * and {@code any}, {@code all} and {@code not} of conditions.
 */
final class ConditionReader {
    private static final String ANY = "any";
    private static final String ALL = "all";
    private static final String NOT = "not";
    private static final String OPTIONAL = "optional";
    private static final String WHEN = "when";
    private static final String AS = "as";
    /** The keys of which each is a condition by itself. */
    private static final List<String> ALONE = Stream.of(List.of(ANY, ALL, NOT), TimeReader.KEYS)
            .flatMap(List::stream)
            .toList();

    private static final List<String> COMPARISON = List.of("path", "op", "value", "value_from", "optional", "as");
    private static final List<String> KEYS =
            Stream.of(COMPARISON, ALONE).flatMap(List::stream).toList();
    private static final List<String> OPERATORS =
            Arrays.stream(Operator.values()).map(Operator::id).toList();

    private final Problems problems;
    private final LimitValues values;
    private final TimeReader times;
    /** The counters that a path may read, or null in a format without. */
    private final @Nullable DeclaredCounters counters;

    private final PatternBudget patterns;
    private final PatternLint lint;

    ConditionReader(Problems problems, @Nullable DeclaredCounters counters, PatternBudget patterns) {
        this.problems = problems;
        this.patterns = patterns;
        this.lint = new PatternLint(problems);
        this.values = new LimitValues(problems);
        this.times = new TimeReader(problems);
        this.counters = counters;
    }

    /**
     * Where a condition stands among others.
     *
     * @param under the innermost {@code any} or {@code not} that it stands under, or null under none
     */
    private record Place(
            boolean enforced,
            int depth,
            boolean negated,
            @Nullable String under) {
        Place within(String key) {
            return new Place(enforced, depth + 1, negated || key.equals(NOT), key.equals(ALL) ? under : key);
        }
    }

    /** The conditions of a rule, enforced or in shadow mode, that can be read; what cannot is reported. */
    List<PlacedCondition> read(ListNode list, boolean enforced) {
        return read(list, new Place(enforced, 0, false, null));
    }

    /**
     * Which calls a rule, enforced or in shadow mode, concerns.
     *
     * @return the conditions of {@code when} that can be read; none where there is no {@code when}
     */
    List<PlacedCondition> when(ObjectFields fields, boolean enforced) {
        ListNode list = fields.list(WHEN);
        if (list == null) {
            return List.of();
        }
        if (list.elements().isEmpty() && !list.isTorn()) {
            problems.report(Diagnostic.NO_CONDITIONS, list, "leave it out: a rule concerns every call", WHEN);
        }
        return read(list, enforced).stream()
                .filter(this::mayFire)
                .filter(this::hasNoWildcard)
                .toList();
    }

    private boolean hasNoWildcard(PlacedCondition placed) {
        boolean has = false;
        for (PlacedCondition leaf : placed.leaves()) {
            if (leaf.condition().hasWildcard()) {
                Condition.Comparison comparison = leaf.comparison();
                problems.report(
                        Diagnostic.MISPLACED_WILDCARD,
                        leaf.node(),
                        "name one element, or require the same of each in a rule of its own",
                        Quoted.of(String.valueOf(comparison == null ? leaf.condition() : comparison.path())),
                        WHEN);
                has = true;
            }
        }
        return !has;
    }

    private List<PlacedCondition> read(ListNode list, Place place) {
        List<PlacedCondition> conditions = new ArrayList<>(list.elements().size());
        for (Node element : list.elements()) {
            PlacedCondition condition = condition(element, place);
            if (condition != null) {
                conditions.add(condition);
            }
        }
        return conditions;
    }

    private @Nullable PlacedCondition condition(Node node, Place place) {
        ObjectNode object = ObjectFields.object(node, problems);
        if (object == null) {
            return null;
        }
        ObjectNode.Member group = group(object);
        return group == null ? comparison(object, place) : group(object, group, place);
    }

    /** The member of a condition that is one by itself, or null in a comparison. */
    private static ObjectNode.@Nullable Member group(ObjectNode object) {
        for (ObjectNode.Member member : object.members()) {
            if (ALONE.contains(member.name())) {
                return member;
            }
        }
        return null;
    }

    private @Nullable PlacedCondition group(ObjectNode object, ObjectNode.Member group, Place place) {
        ObjectFields.of(object, KEYS, problems);
        for (ObjectNode.Member member : object.members()) {
            if (!member.name().equals(group.name()) && KEYS.contains(member.name())) {
                problems.reportName(
                        Diagnostic.CONFLICTING_KEYS,
                        object,
                        member,
                        "write each in a condition of its own",
                        member.name(),
                        group.name());
            }
        }
        if (TimeReader.KEYS.contains(group.name())) {
            TimeSpan span = times.read(group);
            return span == null ? null : new PlacedCondition(new Condition.AtTime(span), object, null, List.of());
        }
        if (place.depth() == Condition.MOST_NESTED) {
            problems.reportName(Diagnostic.NESTED_TOO_DEEP, object, group, "write several rules", place.depth());
            return null;
        }
        Place within = place.within(group.name());
        return group.name().equals(NOT) ? negation(object, group.value(), within) : groupOf(object, group, within);
    }

    private @Nullable PlacedCondition negation(ObjectNode object, Node value, Place within) {
        if (value instanceof ListNode) {
            problems.report(
                    Diagnostic.WRONG_TYPE, value, "write `not: { any: [ … ] }`, or `all`", "an object", "a list");
            return null;
        }
        PlacedCondition part = condition(value, within);
        return part == null
                ? null
                : new PlacedCondition(new Condition.Not(part.condition()), object, null, List.of(part));
    }

    private @Nullable PlacedCondition groupOf(ObjectNode object, ObjectNode.Member group, Place within) {
        ListNode list = ObjectFields.list(group.value(), problems);
        if (list == null) {
            return null;
        }
        if (list.elements().isEmpty() && !list.isTorn()) {
            String help = group.name().equals(ALL) ? "it would always hold; leave it out" : "it would never hold";
            problems.report(Diagnostic.NO_CONDITIONS, list, help, group.name());
        }
        List<PlacedCondition> parts = read(list, within);
        if (parts.isEmpty() || parts.size() < list.elements().size()) {
            return null;
        }
        List<Condition> conditions =
                parts.stream().map(PlacedCondition::condition).toList();
        Condition all = group.name().equals(ALL) ? new Condition.AllOf(conditions) : new Condition.AnyOf(conditions);
        return new PlacedCondition(all, object, null, parts);
    }

    private @Nullable PlacedCondition comparison(ObjectNode object, Place place) {
        ObjectFields fields = ObjectFields.of(object, KEYS, problems);
        if (!object.members().isEmpty()
                && object.members().stream().noneMatch(member -> KEYS.contains(member.name()))) {
            // What is missing could only be guessed; what is not known has been told.
            return null;
        }
        Node pathNode = fields.require("path", null);
        Node operatorNode = fields.require("op", null);
        ValuePath path = pathNode == null ? null : path(pathNode, place.enforced());
        Operator operator = operatorNode == null ? null : operator(operatorNode);
        Node from = fields.get("value_from");
        Node value = from != null
                ? fields.get("value")
                : fields.require("value", operator == Operator.EXISTS ? "write `value: true`" : null);
        fields.conflict("value_from", "value");
        boolean optional = isOptional(fields, path, operator, place);
        Boolean decimal = isDecimal(fields, path, operator);
        if (path == null || operator == null || decimal == null) {
            return null;
        }
        if (from == null && (value == null || ObjectFields.isUnreadable(value))) {
            return null;
        }
        if (place.negated() && !mayBeNegated(path, operator, object)) {
            return null;
        }
        Condition comparison = from != null
                ? value != null ? null : pair(path, operator, from, decimal, pathNode)
                : value == null ? null : comparison(path, operator, value, decimal);
        if (comparison == null) {
            return null;
        }
        return new PlacedCondition(
                optional ? new Condition.Optional(comparison) : comparison, object, value, List.of());
    }

    /** Whether text is to count as the number that it is; null where it says something else, which is reported. */
    private @Nullable Boolean isDecimal(ObjectFields fields, @Nullable ValuePath path, @Nullable Operator operator) {
        Node node = fields.get(AS);
        if (node == null) {
            return false;
        }
        if (!values.isDecimal(node)) {
            return null;
        }
        String where = path instanceof CounterPath
                ? "on a counter, which is never text"
                : operator != null && !operator.comparesNumbers() ? "with `" + operator.id() + "`" : null;
        if (where != null) {
            problems.report(Diagnostic.MISPLACED_AS, node, null, where);
            return null;
        }
        return true;
    }

    /** Whether a missing argument is to satisfy a comparison; where none can, that is reported. */
    private boolean isOptional(
            ObjectFields fields, @Nullable ValuePath path, @Nullable Operator operator, Place place) {
        Node node = fields.get(OPTIONAL);
        if (node == null) {
            return false;
        }
        if (!(node instanceof ScalarNode scalar) || !(scalar.json() instanceof Boolean given)) {
            ObjectFields.mismatch(node, "a boolean", problems);
            return false;
        }
        if (!given) {
            return false;
        }
        String where = path instanceof CounterPath
                ? "on a counter"
                : path instanceof CallerPath
                        ? "on what is known of the caller"
                        : operator == Operator.EXISTS
                                ? "with `exists`"
                                : place.under() == null ? null : "under `" + place.under() + "`";
        if (where != null) {
            problems.report(Diagnostic.MISPLACED_OPTIONAL, node, optionalHelp(where, fields), where);
        }
        return where == null;
    }

    private static @Nullable String optionalHelp(String where, ObjectFields fields) {
        if (!where.equals("under `any`")) {
            return null;
        }
        String path = fields.get("path") instanceof ScalarNode scalar && scalar.text() != null ? scalar.text() : "…";
        return "add `{ path: " + Quoted.of(path) + ", op: exists, value: false }` to it";
    }

    /** A comparison with the value at another path. */
    private @Nullable Condition pair(
            ValuePath path, Operator operator, Node fromNode, boolean decimal, @Nullable Node pathNode) {
        CallPath from = values.callPath(fromNode);
        if (!(path instanceof CallPath left)) {
            if (pathNode != null) {
                problems.report(
                        Diagnostic.BAD_PAIR, pathNode, null, "a counter is compared with a number of the policy");
            }
            return null;
        }
        if (from == null) {
            return null;
        }
        try {
            return new Condition.PathComparison(left, operator, from, decimal);
        } catch (IllegalArgumentException e) {
            problems.report(
                    Diagnostic.BAD_PAIR,
                    fromNode,
                    from.hasWildcard() ? "put the wildcard to `path`, if each of those is to be compared" : null,
                    VisibleText.of(String.valueOf(e.getMessage())));
            return null;
        }
    }

    private boolean mayBeNegated(ValuePath path, Operator operator, ObjectNode object) {
        if (hasWildcard(path)) {
            problems.report(
                    Diagnostic.MISPLACED_WILDCARD,
                    object,
                    "put the contrary to each element, or write a `deny_if`",
                    Quoted.of(path.toString()),
                    NOT);
            return false;
        }
        if (operator.isForRequirementsAlone()) {
            reportRequiredAlone(operator, object);
            return false;
        }
        return true;
    }

    private void reportRequiredAlone(Operator operator, ObjectNode object) {
        problems.report(Diagnostic.REQUIRED_ALONE, object, "require it in a rule of its own", operator.id());
    }

    /** Whether a rule may fire by conditions; what only a requirement may say is reported. */
    boolean mayFire(PlacedCondition placed) {
        boolean may = true;
        for (PlacedCondition leaf : placed.leaves()) {
            Condition.Comparison comparison = leaf.comparison();
            if (leaf.condition() instanceof Condition.Optional) {
                problems.report(
                        Diagnostic.MISPLACED_OPTIONAL,
                        leaf.node(),
                        "leave it out: it says what a requirement does without",
                        "where a rule fires");
                may = false;
            } else if (comparison != null && comparison.operator().isForRequirementsAlone()) {
                reportRequiredAlone(comparison.operator(), leaf.node());
                may = false;
            }
        }
        return may;
    }

    private @Nullable ValuePath path(Node node, boolean enforced) {
        String text = node instanceof ScalarNode scalar ? scalar.text() : null;
        if (text == null || !text.startsWith("state.")) {
            return values.callPath(node);
        }
        if (counters == null) {
            problems.report(Diagnostic.STATE_PATH, node, "write a limit", Quoted.of(text));
            return null;
        }
        return counters.resolve(text, enforced, node, problems);
    }

    private @Nullable Operator operator(Node node) {
        String id = ObjectFields.word(node, problems);
        if (id == null) {
            return null;
        }
        Operator operator = Operator.of(id).orElse(null);
        if (operator == null) {
            String dialect = Dialects.operator(id);
            String nearest = dialect != null ? dialect : problems.suggests() ? Suggestion.of(id, OPERATORS) : null;
            problems.report(
                    Diagnostic.UNKNOWN_OPERATOR,
                    node,
                    nearest != null ? nearest : "write one of " + String.join(", ", OPERATORS),
                    Quoted.of(id));
        }
        return operator;
    }

    private Condition.@Nullable Comparison comparison(ValuePath path, Operator operator, Node value, boolean decimal) {
        Object operand = value.json();
        if (operand == null) {
            problems.report(
                    Diagnostic.BAD_VALUE,
                    value,
                    "to ask for a missing value write `exists`",
                    "`" + operator.id() + "` takes no null");
            return null;
        }
        if (isPattern(operator) && patterns.isSpent()) {
            return null;
        }
        try {
            Condition.Comparison comparison = new Condition.Comparison(path, operator, operand, decimal);
            if (patterns.take(comparison.test(), 1)) {
                if (isPattern(operator)) {
                    patterns.warnIfCostly(comparison.test(), value.offset(), value.pointer());
                }
                checkText(operator, value);
                return comparison;
            }
            patterns.reportSpent(value.offset(), value.pointer());
            return null;
        } catch (IllegalArgumentException e) {
            boolean isText = isPattern(operator) && operand instanceof String;
            problems.report(
                    isPattern(operator) ? Diagnostic.BAD_PATTERN : Diagnostic.BAD_VALUE,
                    value,
                    isText ? PatternHelp.of((String) operand) : OperandHelp.of(operator, operand),
                    VisibleText.of(String.valueOf(e.getMessage())));
            return null;
        }
    }

    private static boolean isPattern(Operator operator) {
        return operator == Operator.REGEX || operator == Operator.NOT_REGEX;
    }

    private void checkText(Operator operator, Node value) {
        if (isPattern(operator) && value instanceof ScalarNode scalar && scalar.text() != null) {
            lint.pattern(scalar.text(), value);
        } else if (operator == Operator.EQ || operator == Operator.NEQ) {
            checkText(value);
        } else if ((operator == Operator.IN || operator == Operator.NOT_IN) && value instanceof ListNode list) {
            list.elements().forEach(this::checkText);
        }
    }

    private void checkText(Node value) {
        if (value instanceof ScalarNode scalar && scalar.text() != null) {
            lint.text(scalar.text(), value);
        }
    }

    /** Whether a path can lead to several values. */
    static boolean hasWildcard(ValuePath path) {
        return path instanceof CallPath call && call.hasWildcard();
    }
}
