package dev.mcppolicy.schema;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.internal.ExactNumbers;
import dev.mcppolicy.json.internal.JsonEquality;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.json.internal.ReadingCost;
import dev.mcppolicy.operator.ValueTest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The keywords that speak of a value's type, of values one by one, of numbers and of text. */
final class ScalarKeywords {
    private static final Set<String> TYPES =
            Set.of("null", "boolean", "string", "array", "object", "number", "integer");
    /** As many characters are counted in the time of one evaluation. */
    private static final int CHARACTERS_AN_EVALUATION = 1 << 10;
    /** As many digits are divided in the time of one evaluation. */
    private static final int DIGITS_AN_EVALUATION = 10;

    /** As many steps of a pattern are taken in the time of one evaluation. */
    private static final int STEPS_AN_EVALUATION = 500;

    private ScalarKeywords() {}

    static SchemaNode.Keyword type(List<String> types) {
        for (String type : types) {
            if (!TYPES.contains(type)) {
                throw new InvalidSchemaException("there is no type `" + type + "`");
            }
        }
        String words = "must be of type " + String.join(" or ", types);
        return (value, evaluation, seen) -> {
            for (int i = 0; i < types.size(); i++) {
                if (isOf(types.get(i), value, evaluation)) {
                    return true;
                }
            }
            return evaluation.fails(words);
        };
    }

    private static boolean isOf(String type, @Nullable Object value, SchemaEvaluation evaluation) {
        return switch (type) {
            case "null" -> value == null;
            case "boolean" -> value instanceof Boolean;
            case "string" -> value instanceof String;
            case "array" -> value instanceof List;
            case "object" -> value instanceof Map;
            case "integer" -> isNumber(value) && isWhole(evaluation.number(value));
            default -> isNumber(value);
        };
    }

    private static boolean isNumber(@Nullable Object value) {
        return value != null && JsonNumber.isNumber(value);
    }

    private static boolean isWhole(BigDecimal number) {
        return number.scale() <= 0 || isMultiple(number, BigDecimal.ONE);
    }

    /**
     * Whether a number is a whole multiple of another, which is above zero. In whole numbers no longer than the two are
     * written: a quotient, or a form without trailing zeros, can be many times as long.
     */
    private static boolean isMultiple(BigDecimal number, BigDecimal divisor) {
        if (number.signum() == 0) {
            return true;
        }
        BigInteger digits = number.unscaledValue();
        BigInteger by = divisor.unscaledValue();
        int power = divisor.scale() - number.scale();
        if (power >= 0) {
            return digits.mod(by)
                            .multiply(BigInteger.TEN.modPow(BigInteger.valueOf(power), by))
                            .mod(by)
                            .signum()
                    == 0;
        }
        return -power < number.precision()
                && digits.mod(by.multiply(BigInteger.TEN.pow(-power))).signum() == 0;
    }

    static SchemaNode.Keyword oneOf(List<?> values, String words) {
        Set<@Nullable Object> scalars = new HashSet<>();
        Set<BigDecimal> numbers = new TreeSet<>();
        List<Object> compounds = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof List || value instanceof Map) {
                compounds.add(Objects.requireNonNull(ExactNumbers.in(value)));
            } else if (isNumber(value)) {
                BigDecimal number = JsonNumber.exact(value);
                if (number != null) {
                    numbers.add(number);
                }
            } else {
                scalars.add(value);
            }
        }
        return (value, evaluation, seen) -> {
            evaluation.takeReading(value);
            if (value instanceof List || value instanceof Map) {
                if (compounds.isEmpty()) {
                    return evaluation.fails(words);
                }
                long work = 1 + ReadingCost.ofLookAlikes(value) / STEPS_AN_EVALUATION;
                Object read = ExactNumbers.in(value);
                for (Object compound : compounds) {
                    evaluation.take(work);
                    if (JsonEquality.compare(compound, read) == Truth.TRUE) {
                        return true;
                    }
                }
                return evaluation.fails(words);
            }
            return (isNumber(value) ? isOneOf(numbers, value) : scalars.contains(value)) || evaluation.fails(words);
        };
    }

    /** A number that cannot be told equals none. */
    private static boolean isOneOf(Set<BigDecimal> numbers, @Nullable Object value) {
        BigDecimal number = numbers.isEmpty() ? null : JsonNumber.exact(value);
        return number != null && numbers.contains(number);
    }

    static SchemaNode.Keyword bound(Predicate<BigDecimal> holds, String keyword) {
        String words = "does not meet `" + keyword + "`";
        return (value, evaluation, seen) ->
                !isNumber(value) || holds.test(evaluation.number(value)) || evaluation.fails(words);
    }

    static SchemaNode.Keyword multipleOf(BigDecimal divisor) {
        return (value, evaluation, seen) -> {
            if (!isNumber(value)) {
                return true;
            }
            BigDecimal number = evaluation.number(value);
            evaluation.take(((long) number.precision() + divisor.precision()) / DIGITS_AN_EVALUATION);
            return isMultiple(number, divisor) || evaluation.fails("does not meet `multipleOf`");
        };
    }

    static SchemaNode.Keyword minLength(int least) {
        return (value, evaluation, seen) -> !(value instanceof String text)
                || (text.length() >= least && length(text, evaluation) >= least)
                || evaluation.fails("does not meet `minLength`");
    }

    static SchemaNode.Keyword maxLength(int most) {
        return (value, evaluation, seen) -> !(value instanceof String text)
                || text.length() <= most
                || length(text, evaluation) <= most
                || evaluation.fails("does not meet `maxLength`");
    }

    private static int length(String text, SchemaEvaluation evaluation) {
        evaluation.take(text.length() / CHARACTERS_AN_EVALUATION);
        return text.codePointCount(0, text.length());
    }

    static SchemaNode.Keyword pattern(ValueTest pattern) {
        return (value, evaluation, seen) -> !(value instanceof String text)
                || evaluation.finds(pattern, text)
                || evaluation.fails("does not meet `pattern`");
    }
}
