package dev.mcppolicy.tool;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.condition.Condition.Comparison;
import dev.mcppolicy.model.condition.Condition.PathComparison;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.text.NearestName;
import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.Doubt.Extent;
import dev.mcppolicy.tool.ToolFinding.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a comparison can come out as its author means it, for the values that a schema admits. */
final class ComparisonCheck {
    private static final int LONGEST = 80;
    private static final int MOST_LISTED = 10;

    private ComparisonCheck() {}

    /**
     * What is wrong with a comparison.
     *
     * @param comparison a comparison of the value of an argument
     * @param facts what the schema says of that
     * @param isRequired whether it stands in a requirement, so that a call passes only where it holds
     */
    static List<Doubt> doubts(Comparison comparison, ArgumentFacts facts, boolean isRequired) {
        if (comparison.operator() == Operator.EXISTS || facts.equals(ArgumentFacts.NOTHING)) {
            return List.of();
        }
        String subject = shown(comparison.toString());
        List<ValueRange> ranges = withoutNull(facts.ranges());
        String path = shown(comparison.path().toString());
        if (ranges.isEmpty()) {
            return List.of(nothingThere(subject, path));
        }
        return switch (comparison.operator()) {
            case EQ, NEQ, IN, NOT_IN -> ofValues(comparison, subject, path, ranges);
            case LT, LTE, GT, GTE -> ofOrder(comparison, subject, path, ranges, isRequired);
            case REGEX, NOT_REGEX, WITHIN, HOST_IN, EMAIL_IN -> ofText(comparison, subject, path, ranges);
            case CONTAINS, NOT_CONTAINS -> ofParts(comparison, subject, path, ranges);
            case EXISTS -> List.of();
        };
    }

    /** What is wrong with a comparison of two values, of which the second may be none of an argument. */
    static List<Doubt> doubts(PathComparison pair, ArgumentFacts left, @Nullable ArgumentFacts right) {
        if (left.equals(ArgumentFacts.NOTHING) && ArgumentFacts.NOTHING.equals(right)) {
            return List.of();
        }
        String subject = shown(pair.toString());
        boolean isOrder = pair.operator() != Operator.EQ && pair.operator() != Operator.NEQ;
        Set<JsonType> taken =
                pair.decimal() ? EnumSet.of(JsonType.NUMBER, JsonType.STRING) : EnumSet.of(JsonType.NUMBER);
        if (isOrder && !meet(left.types(), taken)) {
            return List.of(ofTypes(
                    subject, shown(pair.path().toString()), left.types(), "numbers", decimalHelp(left.types())));
        }
        if (isOrder && right != null && !meet(right.types(), taken)) {
            return List.of(ofTypes(
                    subject, shown(pair.from().toString()), right.types(), "numbers", decimalHelp(right.types())));
        }
        boolean isOfOneType = pair.decimal() || right == null || meet(left.types(), right.types());
        if (isOfOneType) {
            return List.of();
        }
        return List.of(new Doubt(
                Kind.IMPOSSIBLE,
                subject,
                Extent.ONE_TOOL,
                "`" + shown(pair.path().toString()) + "` is " + JsonType.inWords(left.types()) + " by the schema, and `"
                        + shown(pair.from().toString()) + "` "
                        + JsonType.inWords(right == null ? Set.of() : right.types()),
                null));
    }

    /** What is wrong with an argument that is counted. */
    static List<Doubt> ofAmount(String subject, boolean isDecimal, ArgumentFacts facts) {
        Set<JsonType> types = facts.types();
        boolean isCountable = types.contains(JsonType.NUMBER) || (isDecimal && types.contains(JsonType.STRING));
        return isCountable
                ? List.of()
                : List.of(new Doubt(
                        Kind.IMPOSSIBLE,
                        subject,
                        Extent.ONE_TOOL,
                        types.isEmpty()
                                ? "no value may stand there by the schema"
                                : "it is " + JsonType.inWords(types) + " by the schema, and an amount is a number",
                        isDecimal ? null : decimalHelp(types)));
    }

    /** What is wrong with an argument by whose values a limit counts. */
    static List<Doubt> ofKey(String subject, ArgumentFacts facts) {
        Set<JsonType> types = facts.types();
        return types.stream().anyMatch(JsonType::isScalar)
                ? List.of()
                : List.of(new Doubt(
                        Kind.IMPOSSIBLE,
                        subject,
                        Extent.ONE_TOOL,
                        types.isEmpty()
                                ? "no value may stand there by the schema"
                                : "it is " + JsonType.inWords(types)
                                        + " by the schema, and a key is a string, a number or a boolean",
                        types.contains(JsonType.OBJECT) ? "name a member of it" : null));
    }

    private static List<Doubt> ofValues(Comparison comparison, String subject, String path, List<ValueRange> ranges) {
        boolean isList = comparison.operator() == Operator.IN || comparison.operator() == Operator.NOT_IN;
        List<?> operands =
                isList && comparison.operand() instanceof List<?> list ? list : List.of(comparison.operand());
        List<Object> strange = new ArrayList<>();
        for (Object operand : operands) {
            if (!mayBe(operand, comparison.decimal(), ranges)) {
                strange.add(operand);
            }
        }
        if (strange.isEmpty()) {
            return List.of();
        }
        Set<JsonType> types = types(ranges);
        if (strange.size() == operands.size()) {
            boolean isTold = operands.stream().anyMatch(operand -> isTold(operand, types));
            return List.of(new Doubt(
                    Kind.IMPOSSIBLE,
                    subject,
                    isTold ? Extent.EVERY_TOOL : Extent.ONE_TOOL,
                    isTold
                            ? "`" + path + "` is never " + (operands.size() == 1 ? "that" : "one of these")
                                    + " by the schema"
                            : "`" + path + "` is " + JsonType.inWords(types) + " by the schema",
                    valueHelp(strange.get(0), path, types, ranges)));
        }
        List<Doubt> doubts = new ArrayList<>();
        for (Object value : strange.subList(0, Math.min(MOST_LISTED, strange.size()))) {
            doubts.add(new Doubt(
                    Kind.IMPOSSIBLE_VALUE,
                    shown(CanonicalJson.write(value)) + "` in `" + subject,
                    Extent.EVERY_TOOL,
                    "`" + path + "` is never that by the schema",
                    valueHelp(value, path, types, ranges)));
        }
        return doubts;
    }

    /** Whether a value of these types can be told from an operand; a list or an object cannot from what is of another kind. */
    private static boolean isTold(Object operand, Set<JsonType> types) {
        JsonType type = JsonType.of(operand);
        return type != null && types.stream().anyMatch(each -> each == type || (each.isScalar() && type.isScalar()));
    }

    private static boolean mayBe(Object operand, boolean isDecimal, List<ValueRange> ranges) {
        for (ValueRange range : ranges) {
            if (range.admits(operand)) {
                return true;
            }
            if (isDecimal && range.types().contains(JsonType.STRING) && range.values() == null) {
                return true;
            }
            if (isDecimal && range.values() != null && range.values().stream().anyMatch(String.class::isInstance)) {
                return true;
            }
        }
        return false;
    }

    private static List<Doubt> ofOrder(
            Comparison comparison, String subject, String path, List<ValueRange> ranges, boolean isRequired) {
        Set<JsonType> types = types(ranges);
        boolean takesText = comparison.decimal() && types.contains(JsonType.STRING);
        if (!types.contains(JsonType.NUMBER) && !takesText) {
            return List.of(ofTypes(subject, path, types, "numbers", comparison.decimal() ? null : decimalHelp(types)));
        }
        BigDecimal bound = JsonNumber.exact(comparison.operand());
        if (takesText || bound == null || ranges.stream().anyMatch(range -> reaches(range, comparison, bound))) {
            return List.of();
        }
        // Whoever forbids in so many words what the schema excludes has read it.
        boolean isEdge = ranges.stream().allMatch(range -> isEdge(range, bound));
        if (isEdge && !isRequired) {
            return List.of();
        }
        return List.of(new Doubt(
                isRequired ? Kind.IMPOSSIBLE : Kind.IMPOSSIBLE_VALUE,
                isRequired ? subject : CanonicalJson.write(comparison.operand()) + "` in `" + subject,
                Extent.EVERY_TOOL,
                "`" + path + "` does not get there by the schema",
                "it has " + bounds(ranges)));
    }

    private static boolean reaches(ValueRange range, Comparison comparison, BigDecimal bound) {
        if (!range.types().contains(JsonType.NUMBER)) {
            return false;
        }
        if (range.values() != null) {
            return range.values().stream()
                    .anyMatch(value -> value != null && comparison.test().test(value) == Truth.TRUE);
        }
        return switch (comparison.operator()) {
            case LT -> range.numbers().reachesBelow(bound, false);
            case LTE -> range.numbers().reachesBelow(bound, true);
            case GT -> range.numbers().reachesAbove(bound, false);
            default -> range.numbers().reachesAbove(bound, true);
        };
    }

    private static boolean isEdge(ValueRange range, BigDecimal bound) {
        NumberRange numbers = range.numbers();
        return range.values() == null
                && ((numbers.least() != null && numbers.least().compareTo(bound) == 0)
                        || (numbers.most() != null && numbers.most().compareTo(bound) == 0));
    }

    private static String bounds(List<ValueRange> ranges) {
        return ranges.stream()
                .map(range -> range.values() != null ? listed(range.values()) : bounds(range.numbers()))
                .distinct()
                .limit(MOST_LISTED)
                .collect(Collectors.joining(" or "));
    }

    private static String bounds(NumberRange numbers) {
        List<String> parts = new ArrayList<>();
        if (numbers.least() != null) {
            parts.add((numbers.leastExcluded() ? "numbers above " : "numbers from ")
                    + shown(CanonicalJson.write(numbers.least())));
        }
        if (numbers.most() != null) {
            parts.add((parts.isEmpty() ? "numbers " : "")
                    + (numbers.mostExcluded() ? "below " : "up to ")
                    + shown(CanonicalJson.write(numbers.most())));
        }
        return String.join(" ", parts);
    }

    private static List<Doubt> ofText(Comparison comparison, String subject, String path, List<ValueRange> ranges) {
        Set<JsonType> types = types(ranges);
        if (!types.contains(JsonType.STRING)) {
            return List.of(ofTypes(subject, path, types, "text", partHelp(path, types)));
        }
        return mayHold(comparison, ranges)
                ? List.of()
                : List.of(new Doubt(
                        Kind.IMPOSSIBLE,
                        subject,
                        Extent.EVERY_TOOL,
                        "none of the values of `" + path + "` in the schema is such",
                        "it is " + listed(named(ranges))));
    }

    private static List<Doubt> ofParts(Comparison comparison, String subject, String path, List<ValueRange> ranges) {
        Set<JsonType> types = types(ranges);
        boolean isText = comparison.operand() instanceof String;
        Set<JsonType> taken = isText ? EnumSet.of(JsonType.STRING, JsonType.ARRAY) : EnumSet.of(JsonType.ARRAY);
        if (!meet(types, taken)) {
            return List.of(ofTypes(subject, path, types, isText ? "text and lists" : "lists for such a value", null));
        }
        return comparison.operator() == Operator.NOT_CONTAINS || mayHold(comparison, ranges)
                ? List.of()
                : List.of(new Doubt(
                        Kind.IMPOSSIBLE,
                        subject,
                        Extent.EVERY_TOOL,
                        "none of the values of `" + path + "` in the schema is such",
                        "it is " + listed(named(ranges))));
    }

    /** Whether a comparison is true of a value that the schema names, or it admits others of a type that can be told. */
    private static boolean mayHold(Comparison comparison, List<ValueRange> ranges) {
        for (ValueRange range : ranges) {
            if (range.values() == null && meet(range.types(), EnumSet.of(JsonType.STRING, JsonType.ARRAY))) {
                return true;
            }
            if (range.values() != null
                    && range.values().stream()
                            .anyMatch(
                                    value -> value != null && comparison.test().test(value) == Truth.TRUE)) {
                return true;
            }
        }
        return false;
    }

    static Doubt nothingThere(String subject, String path) {
        return new Doubt(
                Kind.IMPOSSIBLE, subject, Extent.ONE_TOOL, "no value may stand at `" + path + "` by the schema", null);
    }

    private static Doubt ofTypes(
            String subject, String path, Set<JsonType> types, String compared, @Nullable String help) {
        return new Doubt(
                Kind.IMPOSSIBLE,
                subject,
                Extent.ONE_TOOL,
                types.isEmpty()
                        ? "no value may stand at `" + path + "` by the schema"
                        : "`" + path + "` is " + JsonType.inWords(types) + " by the schema, and it looks at "
                                + compared,
                help);
    }

    private static @Nullable String decimalHelp(Set<JsonType> types) {
        return types.contains(JsonType.STRING) ? "`as: decimal` takes text for the number that it is" : null;
    }

    private static @Nullable String partHelp(String path, Set<JsonType> types) {
        return types.equals(EnumSet.of(JsonType.ARRAY)) ? "`" + path + "[*]` is each of its elements" : null;
    }

    private static @Nullable String valueHelp(
            Object operand, String path, Set<JsonType> types, List<ValueRange> ranges) {
        JsonType type = JsonType.of(operand);
        if (type != null && type.isScalar() && types.equals(EnumSet.of(JsonType.ARRAY))) {
            return partHelp(path, types);
        }
        List<@Nullable Object> named = named(ranges);
        if (!named.isEmpty()) {
            List<String> texts = named.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
            return operand instanceof String text
                    ? NearestName.to(text, texts).map(NearestName::didYouMean).orElseGet(() -> "it is " + listed(named))
                    : "it is " + listed(named);
        }
        return type != null && types.contains(type) ? null : "it is " + JsonType.inWords(types);
    }

    private static List<@Nullable Object> named(List<ValueRange> ranges) {
        List<@Nullable Object> named = new ArrayList<>();
        ranges.stream().map(ValueRange::values).filter(values -> values != null).forEach(values -> values.stream()
                .filter(value -> value != null)
                .forEach(named::add));
        return named;
    }

    private static String listed(Collection<? extends @Nullable Object> values) {
        String listed = values.stream()
                .limit(MOST_LISTED)
                .map(value -> "`" + shown(value instanceof String text ? text : CanonicalJson.write(value)) + "`")
                .collect(Collectors.joining(", "));
        int others = values.size() - MOST_LISTED;
        return others > 0 ? listed + " or one of " + others + " more" : listed;
    }

    private static List<ValueRange> withoutNull(List<ValueRange> ranges) {
        return ranges.stream()
                .filter(range -> !range.types().equals(EnumSet.of(JsonType.NULL)))
                .toList();
    }

    private static Set<JsonType> types(List<ValueRange> ranges) {
        Set<JsonType> types = EnumSet.noneOf(JsonType.class);
        ranges.forEach(range -> types.addAll(range.types()));
        types.remove(JsonType.NULL);
        return types;
    }

    private static boolean meet(Set<JsonType> some, Set<JsonType> others) {
        return some.stream().anyMatch(others::contains);
    }

    static String shown(String text) {
        return VisibleText.of(text, LONGEST);
    }
}
