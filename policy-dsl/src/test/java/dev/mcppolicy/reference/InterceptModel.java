package dev.mcppolicy.reference;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the proxy Intercept v1.1.0 does with a call, said in the plainest way from what is known of it, and apart from
 * our engine and readers: it works on the document itself. Numbers are doubles, amounts and limits are cut to integers,
 * all else is compared by its printed text, and there is one count for a key, which begins anew with a new window.
 */
final class InterceptModel {
    /** What was added to one counter for a call. */
    record Taken(String key, long amount) {}

    private record Count(long value, Instant windowStart, String window) {}

    private record ScopedRule(String scope, Map<?, ?> body) {}

    private final Map<String, ?> document;
    private final Map<String, Count> counts = new HashMap<>();

    InterceptModel(Map<String, ?> document) {
        this.document = document;
    }

    /** Lets a call through, with what it adds to counters, or denies it, with null. */
    @Nullable
    List<Taken> call(String tool, Map<String, ?> arguments, Instant now) {
        List<?> hide = (List<?>) document.get("hide");
        boolean unlisted = "deny".equals(document.get("default")) && !tools().containsKey(tool);
        if (hide.contains(tool) || hide.contains("*") || unlisted) {
            return null;
        }
        List<ScopedRule> rules = rules(tool);
        for (ScopedRule rule : rules) {
            if ("deny".equals(rule.body().get("action")) || !holds(conditions(rule), arguments, now)) {
                return null;
            }
        }
        return reserve(rules, arguments, now);
    }

    /** Whether a call would be let through; changes nothing. */
    boolean allows(String tool, Map<String, ?> arguments, Instant now) {
        Map<String, Count> before = Map.copyOf(counts);
        boolean allowed = call(tool, arguments, now) != null;
        counts.clear();
        counts.putAll(before);
        return allowed;
    }

    /** The call ended in a protocol error: what it added is taken off, from whatever window the counter is in by now. */
    void failed(List<Taken> taken) {
        for (Taken one : taken) {
            counts.computeIfPresent(
                    one.key(),
                    (key, count) ->
                            new Count(Math.max(0, count.value() - one.amount()), count.windowStart(), count.window()));
        }
    }

    private Map<?, ?> tools() {
        return (Map<?, ?>) document.get("tools");
    }

    /** The tool's own rules, then those of {@code *}, whose counters are called global. */
    private List<ScopedRule> rules(String tool) {
        List<ScopedRule> rules = new ArrayList<>();
        for (String name : List.of(tool, "*")) {
            if (tools().get(name) instanceof Map<?, ?> entry && entry.get("rules") instanceof List<?> list) {
                String scope = name.equals("*") ? "_global" : name;
                list.forEach(rule -> rules.add(new ScopedRule(scope, expanded(scope, (Map<?, ?>) rule))));
            }
        }
        return rules;
    }

    /** {@code 5/hour} is short for a counter and a condition on it. */
    private static Map<?, ?> expanded(String scope, Map<?, ?> rule) {
        if (!(rule.get("rate_limit") instanceof String rate)) {
            return rule;
        }
        String window = rate.substring(rate.indexOf('/') + 1);
        String counter = "_rate_" + window;
        Map<String, ?> condition = Map.of(
                "path",
                "state." + scope + "." + counter,
                "op",
                "lte",
                "value",
                Integer.valueOf(rate.substring(0, rate.indexOf('/'))));
        return Map.of("conditions", List.of(condition), "state", Map.of("counter", counter, "window", window));
    }

    private static List<?> conditions(ScopedRule rule) {
        return rule.body().get("conditions") instanceof List<?> list ? list : List.of();
    }

    private @Nullable List<Taken> reserve(List<ScopedRule> rules, Map<String, ?> arguments, Instant now) {
        List<Taken> taken = new ArrayList<>();
        for (ScopedRule rule : rules) {
            if (!(rule.body().get("state") instanceof Map<?, ?> state)) {
                continue;
            }
            Long amount = amount(state, arguments);
            if (amount == null) {
                failed(taken);
                return null;
            }
            String key = rule.scope() + "." + state.get("counter");
            Long limit = limit(rule, "state." + key);
            if (limit == null) {
                continue;
            }
            String window = (String) state.get("window");
            Instant start = start(window, now);
            Count count = counts.get(key);
            long used = count == null || !count.windowStart().equals(start) ? 0 : count.value();
            if (used + amount > limit) {
                failed(taken);
                return null;
            }
            counts.put(key, new Count(used + amount, start, window));
            taken.add(new Taken(key, amount));
        }
        return taken;
    }

    private static @Nullable Long amount(Map<?, ?> state, Map<String, ?> arguments) {
        if (state.get("increment_from") instanceof String path) {
            Double value = number(at(arguments, path.substring("args.".length())));
            return value == null ? null : (Long) value.longValue();
        }
        return state.get("increment") instanceof Integer increment ? increment.longValue() : 1L;
    }

    /** The first {@code lt} or {@code lte} on the rule's own counter; without one, the counter is never raised. */
    private static @Nullable Long limit(ScopedRule rule, String ownPath) {
        for (Object each : conditions(rule)) {
            Map<?, ?> condition = (Map<?, ?>) each;
            Double bound = number(condition.get("value"));
            if (ownPath.equals(condition.get("path")) && bound != null) {
                if ("lt".equals(condition.get("op"))) {
                    return bound.longValue() - 1;
                }
                if ("lte".equals(condition.get("op"))) {
                    return bound.longValue();
                }
            }
        }
        return null;
    }

    private static Instant start(String window, Instant now) {
        return now.truncatedTo(
                switch (window) {
                    case "minute" -> ChronoUnit.MINUTES;
                    case "hour" -> ChronoUnit.HOURS;
                    default -> ChronoUnit.DAYS;
                });
    }

    private boolean holds(List<?> conditions, Map<String, ?> arguments, Instant now) {
        return conditions.stream().allMatch(each -> {
            Map<?, ?> condition = (Map<?, ?>) each;
            String path = (String) condition.get("path");
            Object value = path.startsWith("state.")
                    ? (Object) counted(path.substring("state.".length()), now)
                    : at(arguments, path.substring("args.".length()));
            return holds((String) condition.get("op"), value, condition.get("value"));
        });
    }

    private double counted(String key, Instant now) {
        Count count = counts.get(key);
        return count == null || !start(count.window(), now).equals(count.windowStart()) ? 0 : count.value();
    }

    /** What stands at a path, split at each dot; a marker for what is missing. */
    private static Object at(Map<String, ?> arguments, String path) {
        Object current = arguments;
        for (String name : path.split("\\.", -1)) {
            if (!(current instanceof Map<?, ?> map) || !map.containsKey(name)) {
                return Missing.VALUE;
            }
            current = map.get(name);
        }
        return current == null ? Null.VALUE : current;
    }

    private enum Missing {
        VALUE
    }

    private enum Null {
        VALUE
    }

    private static boolean holds(String operator, Object value, @Nullable Object operand) {
        if (operator.equals("exists")) {
            return (value != Missing.VALUE && value != Null.VALUE) == Boolean.TRUE.equals(operand);
        }
        if (value == Missing.VALUE) {
            return false;
        }
        return switch (operator) {
            case "eq" -> same(value, operand);
            case "neq" -> !same(value, operand);
            case "in" -> ((List<?>) operand).stream().anyMatch(element -> same(value, element));
            case "not_in" -> ((List<?>) operand).stream().noneMatch(element -> same(value, element));
            case "regex" ->
                value instanceof String text
                        && Pattern.compile((String) operand).matcher(text).find();
            case "contains" -> contains(value, operand);
            default -> ordered(operator, number(value), number(operand));
        };
    }

    private static boolean contains(Object value, @Nullable Object operand) {
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(element -> same(element, operand));
        }
        return value instanceof String text && operand instanceof String part && text.contains(part);
    }

    private static boolean ordered(String operator, @Nullable Double value, @Nullable Double bound) {
        if (value == null || bound == null) {
            return false;
        }
        return switch (operator) {
            case "lt" -> value < bound;
            case "lte" -> value <= bound;
            case "gt" -> value > bound;
            case "gte" -> value >= bound;
            default -> throw new IllegalArgumentException(operator);
        };
    }

    private static boolean same(@Nullable Object left, @Nullable Object right) {
        Double first = number(left);
        Double second = number(right);
        return (first != null && second != null)
                ? first.doubleValue() == second.doubleValue()
                : printed(left).equals(printed(right));
    }

    private static @Nullable Double number(@Nullable Object value) {
        return value instanceof Number number ? (Double) number.doubleValue() : null;
    }

    private static String printed(@Nullable Object value) {
        if (value == null || value == Null.VALUE) {
            return "<nil>";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(InterceptModel::printed).collect(Collectors.joining(" ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((name, member) -> sorted.put((String) name, printed(member)));
            return sorted.entrySet().stream()
                    .map(member -> member.getKey() + ":" + member.getValue())
                    .collect(Collectors.joining(" ", "map[", "]"));
        }
        Double number = number(value);
        return number == null ? value.toString() : decimal(number);
    }

    /** As short as it can be, with an exponent of at least two digits past the sixth digit. */
    private static String decimal(double number) {
        if (number != 0 && (Math.abs(number) >= 1e6 || Math.abs(number) < 1e-4)) {
            BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
            String digits = exact.unscaledValue().abs().toString();
            int exponent = exact.precision() - exact.scale() - 1;
            return (number < 0 ? "-" : "")
                    + digits.charAt(0)
                    + (digits.length() > 1 ? "." + digits.substring(1) : "")
                    + (exponent < 0 ? "e-" : "e+")
                    + (Math.abs(exponent) < 10 ? "0" : "")
                    + Math.abs(exponent);
        }
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
