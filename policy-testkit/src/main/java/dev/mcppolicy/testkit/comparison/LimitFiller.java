package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.testkit.internal.ChargedAmount;
import dev.mcppolicy.testkit.internal.NumberRange;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a call that a limit refuses could still charge: the amounts that just fit under each limit, and just do not. */
final class LimitFiller {
    /** Each by its place and amount, as two limits may leave the same room. */
    private final Map<List<Object>, ToolCall> remainders = new LinkedHashMap<>();

    private @Nullable ToolCall last;

    LimitFiller(PolicyPair pair, ToolCall call) {
        BigDecimal least = null;
        for (PolicyEngine engine : List.of(pair.before(), pair.after())) {
            for (Explanation.LimitEvaluation look : engine.explain(call).limits()) {
                BigDecimal room = room(look);
                if (room != null && look.rule().amount() instanceof Amount.FromArgument from) {
                    BigDecimal step = NumberRange.step(room);
                    BigDecimal total = look.amount() == null ? BigDecimal.ZERO : look.amount();
                    for (BigDecimal amount : List.of(room, room.add(step), step)) {
                        ChargedAmount.withTotal(call, from, total, amount)
                                .ifPresent(other -> remainders.putIfAbsent(
                                        List.of(from.path(), amount.stripTrailingZeros()), other));
                    }
                    if (room.signum() > 0 && (least == null || room.compareTo(least) < 0)) {
                        least = room;
                        last = ChargedAmount.withTotal(call, from, total, room).orElse(last);
                    }
                }
            }
        }
    }

    /** Calls to look at. */
    List<ToolCall> remainders() {
        return List.copyOf(remainders.values());
    }

    /** The call that leaves no room under the narrower limit, or null where there is none. */
    @Nullable
    ToolCall last() {
        return last;
    }

    private static @Nullable BigDecimal room(Explanation.LimitEvaluation look) {
        Limit limit = look.rule();
        if (look.result() != Explanation.Result.PASSED || limit.bound() == null || look.used() == null) {
            return null;
        }
        return limit.scale().amountOf(limit.maxUnits()).subtract(look.used()).stripTrailingZeros();
    }
}
