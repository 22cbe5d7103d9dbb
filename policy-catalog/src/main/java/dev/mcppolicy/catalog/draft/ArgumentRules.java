package dev.mcppolicy.catalog.draft;

import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a tool's schema suggests: the values that it names and the bounds of its numbers, as the policy can say
 * them. None denies a call that the schema admits.
 */
final class ArgumentRules {
    private static final int MOST_RULES = 40;
    private static final int MOST_VALUES = 60;
    private static final int LONGEST_VALUE = 200;
    private static final int LONGEST_NAME = 64;
    private static final Map<String, Operator> BOUNDS = bounds();

    private ArgumentRules() {}

    private static Map<String, Operator> bounds() {
        Map<String, Operator> bounds = new LinkedHashMap<>();
        bounds.put("minimum", Operator.GTE);
        bounds.put("exclusiveMinimum", Operator.GT);
        bounds.put("maximum", Operator.LTE);
        bounds.put("exclusiveMaximum", Operator.LT);
        return bounds;
    }

    /** The rules of a tool, the first of them at the beginning of its list. */
    static List<Rule> of(String tool, List<ArgumentSchema> arguments) {
        List<Rule> rules = new ArrayList<>();
        for (ArgumentSchema argument : arguments) {
            List<Condition> conditions = conditions(argument);
            if (!conditions.isEmpty() && rules.size() < MOST_RULES) {
                RuleId id = RuleId.pointer("tools", tool, "rules", rules.size());
                rules.add(new Require(
                        new RuleHead(id, null, message(argument, conditions), Mode.ENFORCE, List.of()), conditions));
            }
        }
        return rules;
    }

    private static List<Condition> conditions(ArgumentSchema argument) {
        List<Object> values = argument.values();
        List<Condition> conditions = new ArrayList<>();
        if (!isSayable(argument.name())) {
            return conditions;
        }
        if (!values.isEmpty()) {
            if (values.size() <= MOST_VALUES && values.stream().allMatch(ArgumentRules::isSayable)) {
                add(argument, Operator.IN, values, conditions);
            }
        } else if (argument.isNumber()) {
            BOUNDS.forEach((keyword, operator) -> {
                Number bound = argument.number(keyword);
                if (bound != null) {
                    add(argument, operator, bound, conditions);
                }
            });
        }
        return conditions;
    }

    /** Whether a value fits a line of a policy: no list and no object, and text that is not long and has no half characters. */
    private static boolean isSayable(Object value) {
        if (value instanceof String text) {
            return text.length() <= LONGEST_VALUE
                    && text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
        }
        return value instanceof Number || value instanceof Boolean;
    }

    /** Adds a condition, unless the operator takes no such operand: a number of a thousand digits, values of two kinds. */
    private static void add(ArgumentSchema argument, Operator operator, Object operand, List<Condition> conditions) {
        Condition comparison = comparison(argument, operator, operand);
        if (comparison != null) {
            conditions.add(comparison);
        }
    }

    private static @Nullable Condition comparison(ArgumentSchema argument, Operator operator, Object operand) {
        try {
            return condition(argument.name(), operator, operand, argument.mayBeMissing());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * What an argument is to be.
     *
     * @param mayBeMissing whether a call without it passes
     * @throws IllegalArgumentException if the operator does not take the operand
     */
    static Condition condition(String argument, Operator operator, Object operand, boolean mayBeMissing) {
        Condition comparison = new Condition.Comparison(path(argument), operator, operand);
        return mayBeMissing ? new Condition.Optional(comparison) : comparison;
    }

    /** Where an argument stands in a call. */
    static ArgumentPath path(String argument) {
        return new ArgumentPath(List.of(new ArgumentPath.Member(argument)));
    }

    private static String message(ArgumentSchema argument, List<Condition> conditions) {
        boolean isList = conditions.get(0).comparisons().get(0).operator() == Operator.IN;
        return shown(argument.name()) + (isList ? " has a value that is not allowed." : " is out of bounds.");
    }

    /** What an agent may read of an argument's name: itself where it is an ordinary one. */
    static String shown(String name) {
        boolean isOrdinary = name.length() <= LONGEST_NAME
                && name.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '_'
                                || c == '-');
        return isOrdinary && !name.isEmpty() ? "`" + name + "`" : "An argument";
    }
}
