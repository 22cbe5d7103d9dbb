package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.internal.DecimalText;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.limit.Amount;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of an amount that one place in the arguments makes up: all of it or, of a sum, the first element. */
public final class ChargedAmount {
    private ChargedAmount() {}

    /** The place that calls are varied at to vary what they charge. */
    public static ArgumentPath place(Amount.FromArgument amount) {
        return CallChoices.firstPlace(amount.path());
    }

    /** The number at that place, or null where there is none that counts. */
    public static @Nullable BigDecimal at(ToolCall call, Amount.FromArgument amount) {
        return exact(Arguments.at(call, place(amount)), amount);
    }

    /** The number that a value counts as, or null where it counts as none. */
    public static @Nullable BigDecimal exact(@Nullable Object value, Amount.FromArgument amount) {
        return amount.decimal() ? DecimalText.exact(value) : JsonNumber.exact(value);
    }

    /** A call that charges another amount in all, where its first element can make up the difference and has a place. */
    public static Optional<ToolCall> withTotal(
            ToolCall call, Amount.FromArgument amount, BigDecimal total, BigDecimal other) {
        BigDecimal first = at(call, amount);
        boolean sums = amount.path().hasWildcard() && first != null;
        BigDecimal rest = sums ? total.subtract(first).max(BigDecimal.ZERO) : BigDecimal.ZERO;
        BigDecimal changed = other.subtract(rest);
        if (rest.signum() > 0 && changed.signum() < 0) {
            return Optional.empty();
        }
        try {
            Map<String, @Nullable Object> arguments =
                    Arguments.with(call.argumentsAsObject(), place(amount), changed.stripTrailingZeros());
            return Optional.of(ToolCall.of(call.tool(), arguments, call.caller()));
        } catch (IllegalArgumentException e) {
            // Another value stands in the way.
            return Optional.empty();
        }
    }
}
