package dev.mcppolicy.engine;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.limit.LimitKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The oracle's comparisons: the table of operators, row by row. True, false, or null for cannot tell. */
@SuppressWarnings("NullableBoolean")
final class OracleValues {
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    /** Stands for a value that a step of the path has no meaning for. */
    static final Object OF_ANOTHER_SHAPE = new Object();

    private OracleValues() {}

    static @Nullable Boolean compare(String operator, @Nullable Object value, Object operand) {
        if (value == OF_ANOTHER_SHAPE) {
            return null;
        }
        if (operator.equals("exists")) {
            return operand.equals(value != null);
        }
        if (value == null) {
            return false;
        }
        return switch (operator) {
            case "eq" -> equal(value, operand);
            case "neq" -> not(equal(value, operand));
            case "in" -> in(value, (List<?>) operand);
            case "not_in" -> not(in(value, (List<?>) operand));
            case "lt" -> order(value, operand, -1, -1);
            case "lte" -> order(value, operand, -1, 0);
            case "gt" -> order(value, operand, 1, 1);
            case "gte" -> order(value, operand, 1, 0);
            case "regex" ->
                value instanceof String text
                        ? Pattern.compile((String) operand).matcher(text).find()
                        : null;
            case "not_regex" -> not(compare("regex", value, operand));
            case "within", "host_in", "email_in" ->
                value instanceof String text ? OracleNames.inside(operator, text, (List<?>) operand) : null;
            case "contains" -> contains(value, operand);
            case "not_contains" -> not(contains(value, operand));
            default -> throw new IllegalArgumentException(operator);
        };
    }

    /** As {@link #compare}, with text read as the decimal number that it is; null for other text. */
    static @Nullable Boolean compareDecimal(String operator, @Nullable Object value, Object operand) {
        if (value instanceof String text) {
            boolean isDecimal = DECIMAL.matcher(text).matches() && text.length() <= 2_000;
            return isDecimal ? compare(operator, new BigDecimal(text), operand) : null;
        }
        return compare(operator, value, operand);
    }

    private static @Nullable Boolean order(Object value, Object operand, int one, int other) {
        BigDecimal number = number(value);
        BigDecimal bound = number(operand);
        if (number == null || bound == null) {
            return null;
        }
        int order = number.compareTo(bound);
        return order == one || order == other;
    }

    private static @Nullable Boolean in(Object value, List<?> elements) {
        return any(elements.stream().map(element -> equal(value, element)).toList());
    }

    private static @Nullable Boolean contains(Object value, Object operand) {
        if (value instanceof List<?> list) {
            return any(
                    list.stream().map(element -> equal(element, operand, false)).toList());
        }
        return (value instanceof String text && operand instanceof String part) ? text.contains(part) : null;
    }

    private static @Nullable Boolean equal(@Nullable Object left, @Nullable Object right) {
        return equal(left, right, null);
    }

    /** Equality, with what is to come of a list or an object beside something of another shape. */
    private static @Nullable Boolean equal(
            @Nullable Object left, @Nullable Object right, @Nullable Boolean ofTwoShapes) {
        if ((left instanceof Number && number(left) == null) || (right instanceof Number && number(right) == null)) {
            return null;
        }
        if (left == null || right == null) {
            return left == right;
        }
        if (isCompound(left) || isCompound(right)) {
            boolean alike = left instanceof List ? right instanceof List : right instanceof Map && left instanceof Map;
            return alike ? equalParts(left, right, ofTwoShapes) : ofTwoShapes;
        }
        if (left instanceof Number && right instanceof Number) {
            return number(left).compareTo(number(right)) == 0;
        }
        if (left instanceof String text && (right instanceof Number || right instanceof Boolean)) {
            return looksLike(text, right) ? null : Boolean.FALSE;
        }
        if (right instanceof String && !(left instanceof String)) {
            return equal(right, left, ofTwoShapes);
        }
        return left.equals(right);
    }

    /** Whether two values are one JSON value, however their numbers are written. */
    static boolean same(@Nullable Object left, @Nullable Object right) {
        if (left instanceof List<?> list && right instanceof List<?> other) {
            return list.size() == other.size()
                    && IntStream.range(0, list.size()).allMatch(i -> same(list.get(i), other.get(i)));
        }
        if (left instanceof Map<?, ?> map && right instanceof Map<?, ?> other) {
            return map.keySet().equals(other.keySet())
                    && map.keySet().stream().allMatch(name -> same(map.get(name), other.get(name)));
        }
        if (number(left) != null && number(right) != null) {
            return number(left).compareTo(number(right)) == 0;
        }
        return Objects.equals(left, right);
    }

    private static boolean isCompound(Object value) {
        return value instanceof List || value instanceof Map;
    }

    private static @Nullable Boolean equalParts(Object left, Object right, @Nullable Boolean ofTwoShapes) {
        if (left instanceof List<?> list && right instanceof List<?> other) {
            return list.size() != other.size()
                    ? Boolean.FALSE
                    : all(IntStream.range(0, list.size())
                            .mapToObj(i -> (Object) i)
                            .map(i -> equal(list.get((int) i), other.get((int) i), ofTwoShapes))
                            .toList());
        }
        Map<?, ?> map = (Map<?, ?>) left;
        Map<?, ?> other = (Map<?, ?>) right;
        return !map.keySet().equals(other.keySet())
                ? Boolean.FALSE
                : all(map.keySet().stream()
                        .map(name -> equal(map.get(name), other.get(name), ofTwoShapes))
                        .toList());
    }

    private static boolean looksLike(String text, Object value) {
        String read = text.strip();
        if (value instanceof Boolean) {
            return read.equals(value.toString());
        }
        return NUMBER.matcher(read).matches() && new BigDecimal(read).compareTo(number(value)) == 0;
    }

    /** What a call is counted by: equal for calls that share a counter, null for a call that has nothing to count by. */
    static @Nullable Object keyValue(LimitKey key, ToolCall call) {
        if (!(key instanceof LimitKey.Paths some)) {
            return spelled(call.argumentsAsObject());
        }
        StringBuilder all = new StringBuilder();
        for (CallPath path : some.paths()) {
            Object value = at(call, path).get(0);
            String spelled = value == null || value == OF_ANOTHER_SHAPE || isCompound(value) ? null : spelled(value);
            if (spelled == null) {
                return null;
            }
            all.append(spelled).append(';');
        }
        return all.toString();
    }

    /** A value spelled so that what looks alike is spelled alike, and nothing else; null where that cannot be told. */
    private static @Nullable String spelled(@Nullable Object value) {
        if (value instanceof String text) {
            String read = text.strip();
            if (read.equals("true") || read.equals("false")) {
                return read;
            }
            return NUMBER.matcher(read).matches() ? spelled(new BigDecimal(read)) : text.length() + "\"" + text;
        }
        if (value instanceof Number) {
            BigDecimal number = number(value);
            return number == null
                    ? null
                    : number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
        }
        if (value instanceof List<?> list) {
            return joined(list);
        }
        if (value instanceof Map<?, ?> map) {
            List<Object> members = new ArrayList<>();
            new TreeMap<>(map).forEach((name, member) -> members.addAll(Arrays.asList("name " + name, member)));
            String spelled = joined(members);
            return spelled == null ? null : spelled + "of an object";
        }
        return String.valueOf(value);
    }

    private static @Nullable String joined(List<?> values) {
        StringBuilder all = new StringBuilder("[");
        for (Object value : values) {
            String spelled = spelled(value);
            if (spelled == null) {
                return null;
            }
            all.append(spelled).append(',');
        }
        return all + "]";
    }

    /** The exact value; null for what is no number, not finite or too long. */
    static @Nullable BigDecimal number(@Nullable Object value) {
        if (value instanceof Double decimal) {
            return Double.isFinite(decimal) ? shortest(decimal) : null;
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return new BigDecimal(value.toString());
        }
        BigDecimal number = value instanceof BigInteger integer
                ? new BigDecimal(integer)
                : value instanceof BigDecimal decimal ? decimal : null;
        if (number == null || number.precision() > 1_000) {
            return null;
        }
        long exponent = (long) number.precision() - number.scale() - 1;
        boolean tooLong = number.signum() != 0 && Math.abs(exponent) > 10_000;
        return tooLong ? null : number;
    }

    private static BigDecimal shortest(double number) {
        for (int digits = 0; digits < 17; digits++) {
            String text = String.format(Locale.ROOT, "%." + digits + "e", number);
            if (Double.parseDouble(text) == number) {
                return new BigDecimal(text);
            }
        }
        throw new IllegalStateException("seventeen digits are enough for every double");
    }

    static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    /** Every value at a path: one null for an empty list or a way that leads nowhere, and a mark for one of another shape. */
    static List<@Nullable Object> at(ToolCall call, CallPath path) {
        Caller caller = call.caller();
        Object root = path instanceof CallerPath callers
                ? switch (callers.part()) {
                    case PRINCIPAL -> caller.principal();
                    case GRANT -> caller.grant();
                    case SESSION -> caller.session();
                    case CLIENT -> caller.client();
                    case ATTRIBUTES -> caller.attributes();
                }
                : call.arguments();
        return at(root, path.steps());
    }

    private static List<@Nullable Object> at(@Nullable Object value, List<ArgumentPath.Step> steps) {
        List<@Nullable Object> found = new ArrayList<>();
        if (steps.isEmpty()) {
            found.add(value);
            return found;
        }
        List<ArgumentPath.Step> rest = steps.subList(1, steps.size());
        if (value == null) {
            return at(null, rest);
        }
        boolean asObject = steps.get(0) instanceof ArgumentPath.Member;
        if (asObject ? !(value instanceof Map) : !(value instanceof List)) {
            found.add(OF_ANOTHER_SHAPE);
            return found;
        }
        if (steps.get(0) instanceof ArgumentPath.EveryElement) {
            List<?> list = (List<?>) value;
            if (list.isEmpty()) {
                return at(null, rest);
            }
            list.forEach(element -> found.addAll(at(element, rest)));
            return found;
        }
        if (steps.get(0) instanceof ArgumentPath.Element element) {
            List<?> list = (List<?>) value;
            return at(list.size() > element.index() ? list.get(element.index()) : null, rest);
        }
        String name = ((ArgumentPath.Member) steps.get(0)).name();
        return at(((Map<?, ?>) value).get(name), rest);
    }

    static @Nullable Boolean all(List<@Nullable Boolean> outcomes) {
        return not(any(outcomes.stream().map(OracleValues::not).toList()));
    }

    static @Nullable Boolean any(List<@Nullable Boolean> outcomes) {
        return outcomes.contains(true) ? Boolean.TRUE : outcomes.contains(null) ? null : Boolean.FALSE;
    }

    static @Nullable Boolean not(@Nullable Boolean outcome) {
        return outcome == null ? null : Boolean.valueOf(!outcome);
    }
}
