package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.testkit.internal.Arguments;
import dev.mcppolicy.testkit.internal.ChargedAmount;
import dev.mcppolicy.testkit.internal.NumberRange;
import dev.mcppolicy.testkit.internal.ValueText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Calls that a limit counts as so much: by the argument that it adds up, where it adds one up. */
final class CountedCall {
    private static final int MOST_PARTS = 100;
    private static final int[] FEW_PARTS = {1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1_000};
    private static final int DIGITS = 6;

    private final Limit limit;
    private final Predicate<ToolCall> passes;

    /**
     * Calls of a limit.
     *
     * @param passes whether a first call passes every rule, and the schema admits it
     */
    CountedCall(Limit limit, Predicate<ToolCall> passes) {
        this.limit = limit;
        this.passes = passes;
    }

    /** The most that the limit lets through in a window. */
    BigDecimal most() {
        return limit.scale().amountOf(limit.maxUnits()).stripTrailingZeros();
    }

    /** Calls of which a number fills the limit up exactly, the fewest first; as it is where nothing is added up. */
    Optional<ToolCall> thatFills(ToolCall call, Explanation look) {
        if (!(limit.amount() instanceof Amount.FromArgument)) {
            return Optional.of(call);
        }
        if (limit.bound() == null) {
            return with(call, look, BigDecimal.ONE);
        }
        for (int parts = 1; parts <= MOST_PARTS; parts++) {
            BigDecimal part = most().divide(BigDecimal.valueOf(parts), DIGITS, RoundingMode.DOWN);
            if (part.multiply(BigDecimal.valueOf(parts)).compareTo(most()) == 0) {
                Optional<ToolCall> made = with(call, look, part);
                if (made.isPresent()) {
                    return made;
                }
            }
        }
        return Optional.empty();
    }

    /** A call of which few leave little room, where no number of them fills the limit up exactly. */
    Optional<ToolCall> thatNearlyFills(ToolCall call, Explanation look) {
        for (int parts : FEW_PARTS) {
            BigDecimal part = most().divide(BigDecimal.valueOf(parts), 0, RoundingMode.DOWN);
            Optional<ToolCall> made = part.signum() > 0 ? with(call, look, part) : Optional.empty();
            if (made.isPresent()) {
                return made;
            }
        }
        return Optional.empty();
    }

    /** A call that is counted as little as can be, if there is one that is less than another. */
    Optional<ToolCall> thatIsLeast(ToolCall call, Explanation look) {
        BigDecimal step = limit.bound() == null
                ? BigDecimal.ONE
                : NumberRange.step(limit.bound().max());
        return limit.amount() instanceof Amount.FromArgument
                ? with(call, look, step).or(() -> with(call, look, BigDecimal.ONE))
                : Optional.empty();
    }

    /** The call with a second element where a limit adds up those of a list, each counted as one; as it is where that is denied. */
    ToolCall ofTwo(ToolCall call) {
        if (!(limit.amount() instanceof Amount.FromArgument from)
                || !from.path().hasWildcard()) {
            return call;
        }
        List<ArgumentPath.Step> steps = from.path().steps();
        int wildcard = 0;
        while (!(steps.get(wildcard) instanceof ArgumentPath.EveryElement)) {
            wildcard++;
        }
        ArgumentPath list = new ArgumentPath(steps.subList(0, wildcard));
        if (!(Arguments.at(call, list) instanceof List<?> elements) || elements.isEmpty()) {
            return call;
        }
        Object element = elements.get(0);
        List<@Nullable Object> two = new ArrayList<>();
        two.add(element);
        two.add(element);
        Map<String, @Nullable Object> arguments = Arguments.withIfPossible(call.argumentsAsObject(), list, two);
        for (int i = 0; i < 2; i++) {
            List<ArgumentPath.Step> place =
                    new ArrayList<>(ChargedAmount.place(from).steps());
            place.set(wildcard, new ArgumentPath.Element(i));
            arguments =
                    Arguments.withIfPossible(arguments, new ArgumentPath(place), from.decimal() ? "1" : BigDecimal.ONE);
        }
        ToolCall other = ToolCall.of(call.tool(), arguments, call.caller());
        return passes.test(other) ? other : call;
    }

    /** A call that the other limits of its tool count as little as can be, so that this one refuses first. */
    ToolCall modest(ToolCall call, Explanation look) {
        ToolCall modest = call;
        for (Explanation.LimitEvaluation each : look.limits()) {
            if (!each.rule().id().equals(limit.id())
                    && each.result() == Explanation.Result.PASSED
                    && !sharesAmount(each.rule())) {
                modest = new CountedCall(each.rule(), passes)
                        .thatIsLeast(modest, look)
                        .orElse(modest);
            }
        }
        return modest;
    }

    private boolean sharesAmount(Limit other) {
        return limit.amount() instanceof Amount.FromArgument mine
                && other.amount() instanceof Amount.FromArgument from
                && mine.path().equals(from.path());
    }

    /** A call that is counted as so much in all, if it passes. */
    Optional<ToolCall> with(ToolCall call, Explanation look, BigDecimal amount) {
        if (!(limit.amount() instanceof Amount.FromArgument from)) {
            return Optional.empty();
        }
        BigDecimal total = look.limits().stream()
                .filter(each -> each.rule().id().equals(limit.id()) && each.amount() != null)
                .map(Explanation.LimitEvaluation::amount)
                .findFirst()
                .orElse(BigDecimal.ZERO);
        List<ToolCall> made = new ArrayList<>();
        ChargedAmount.withTotal(call, from, total, amount).ifPresent(other -> {
            if (from.decimal()) {
                made.add(asText(other, from));
            }
            made.add(other);
        });
        return made.stream().filter(passes).findFirst();
    }

    private static ToolCall asText(ToolCall call, Amount.FromArgument from) {
        BigDecimal number = ChargedAmount.at(call, from);
        if (number == null) {
            return call;
        }
        Map<String, @Nullable Object> arguments =
                Arguments.withIfPossible(call.argumentsAsObject(), ChargedAmount.place(from), ValueText.number(number));
        return ToolCall.of(call.tool(), arguments, call.caller());
    }
}
