package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.engine.condition.ArgumentLookup;
import dev.mcppolicy.json.internal.DecimalText;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.json.internal.ReadingCost;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Scale;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads from the arguments how much a call charges. */
final class ArgumentAmount {
    static final long INVALID = -1;

    /** More digits before the point than 63 bits have in any scale. */
    private static final int MOST_INTEGER_DIGITS = 20;

    /** Adding numbers up is so many times less than comparing them, of which the cost of reading is said. */
    private static final long READINGS = 4;

    private final Amount.FromArgument amount;
    private final Scale scale;
    private final boolean sums;

    ArgumentAmount(Amount.FromArgument amount) {
        this.amount = amount;
        this.scale = amount.scale();
        this.sums = amount.path().hasWildcard();
    }

    /** What it costs to add the amount up, in steps of a pattern; nothing for one number. */
    long cost(Map<String, @Nullable Object> arguments) {
        if (!sums) {
            return 0;
        }
        ArgumentPath.Member first = (ArgumentPath.Member) amount.path().steps().get(0);
        return ReadingCost.of(arguments.get(first.name())) / READINGS;
    }

    /** Whether the amount is a sum of as many numbers as the caller likes. */
    boolean isSum() {
        return sums;
    }

    /** The units that a call charges, or {@link #INVALID}. */
    long units(Map<String, @Nullable Object> arguments) {
        if (sums) {
            return sum(ArgumentLookup.findAll(arguments, amount.path().steps()));
        }
        BigDecimal number = exact(ArgumentLookup.find(arguments, amount.path()));
        return number == null ? INVALID : scale.unitsOf(number);
    }

    private @Nullable BigDecimal exact(@Nullable Object value) {
        return amount.decimal() ? DecimalText.exact(value) : JsonNumber.exact(value);
    }

    private static boolean isTooLong(BigDecimal number) {
        return number.signum() != 0 && (long) number.precision() - number.scale() > MOST_INTEGER_DIGITS;
    }

    private long sum(List<@Nullable Object> elements) {
        List<BigDecimal> parts = new ArrayList<>(elements.size());
        for (Object element : elements) {
            BigDecimal part = exact(element);
            if (part == null || part.signum() < 0 || isTooLong(part)) {
                return INVALID;
            }
            if (part.signum() > 0) {
                parts.add(part);
            }
        }
        // From few digits after the point to many: in any other order each could be written out anew to the most of
        // them.
        parts.sort(Comparator.comparingInt(BigDecimal::scale));
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal part : parts) {
            sum = sum.add(part);
        }
        return scale.unitsOf(sum);
    }
}
