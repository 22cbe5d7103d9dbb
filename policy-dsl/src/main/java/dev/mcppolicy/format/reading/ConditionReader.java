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
import dev.mcppolicy.model.ArgumentPath;
import dev.mcppolicy.model.Condition;
import dev.mcppolicy.model.ValuePath;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads conditions: {@code path}, {@code op} and {@code value}, alike in both formats. */
final class ConditionReader {
    private static final List<String> KEYS = List.of("path", "op", "value");
    private static final List<String> OPERATORS =
            Arrays.stream(Operator.values()).map(Operator::id).toList();

    private final Problems problems;
    private final LimitValues values;
    /** The counters that a path may read, or null in a format without. */
    private final @Nullable DeclaredCounters counters;

    private final PatternBudget patterns;
    private final PatternLint lint;

    ConditionReader(Problems problems, @Nullable DeclaredCounters counters, PatternBudget patterns) {
        this.problems = problems;
        this.patterns = patterns;
        this.lint = new PatternLint(problems);
        this.values = new LimitValues(problems);
        this.counters = counters;
    }

    /**
     * A comparison and where it stands.
     *
     * @param comparison the comparison
     * @param node the whole condition
     * @param value the operand
     */
    record Placed(Condition.Comparison comparison, ObjectNode node, Node value) {}

    /** The conditions of a rule, enforced or in shadow mode, that can be read; what cannot is reported. */
    List<Placed> read(ListNode list, boolean enforced) {
        List<Placed> conditions = new ArrayList<>(list.elements().size());
        for (Node element : list.elements()) {
            ObjectNode object = ObjectFields.object(element, problems);
            Placed condition = object == null ? null : condition(object, enforced);
            if (condition != null) {
                conditions.add(condition);
            }
        }
        return conditions;
    }

    private @Nullable Placed condition(ObjectNode object, boolean enforced) {
        ObjectFields fields = ObjectFields.of(object, KEYS, problems);
        Node pathNode = fields.require("path", null);
        Node operatorNode = fields.require("op", null);
        ValuePath path = pathNode == null ? null : path(pathNode, enforced);
        Operator operator = operatorNode == null ? null : operator(operatorNode);
        Node value = fields.require("value", operator == Operator.EXISTS ? "write `value: true`" : null);
        if (path == null || operator == null || value == null || isUnreadable(value)) {
            return null;
        }
        Condition.Comparison comparison = comparison(path, operator, value);
        return comparison == null ? null : new Placed(comparison, object, value);
    }

    private @Nullable ValuePath path(Node node, boolean enforced) {
        String text = node instanceof ScalarNode scalar ? scalar.text() : null;
        if (text == null || !text.startsWith("state.")) {
            return values.argument(node);
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

    private Condition.@Nullable Comparison comparison(ValuePath path, Operator operator, Node value) {
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
            Condition.Comparison comparison = new Condition.Comparison(path, operator, operand);
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

    /** Whether a problem has been reported of a part of the value. */
    static boolean isUnreadable(Node value) {
        if (value.isTorn() || ObjectFields.isBroken(value)) {
            return true;
        }
        if (value instanceof ListNode list) {
            for (Node element : list.elements()) {
                if (isUnreadable(element)) {
                    return true;
                }
            }
        } else if (value instanceof ObjectNode object) {
            for (ObjectNode.Member member : object.members()) {
                if (isUnreadable(member.value())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a path can lead to several values. */
    static boolean hasWildcard(ValuePath path) {
        return path instanceof ArgumentPath argument && argument.hasWildcard();
    }
}
