package dev.mcppolicy.model;

import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A human must agree when all conditions hold; without any, always. A condition whose argument is missing counts as
 * holding, so that leaving the argument out does not skip the human.
 *
 * @param head what every rule has
 * @param conditions the conditions, copied
 * @param timeout how long to wait for the answer, more than zero
 * @param by whose yes counts
 * @param remember how long a yes holds for later calls, or null where each call is asked about
 */
public record RequireApproval(
        RuleHead head,
        List<Condition> conditions,
        Duration timeout,
        ApprovedBy by,
        @Nullable Remembrance remember) implements Rule {
    /** How long to wait where the author does not say. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

    private static final Set<Operator> ORDERS = EnumSet.of(Operator.LT, Operator.LTE, Operator.GT, Operator.GTE);

    /**
     * Copies the conditions and checks the range.
     *
     * @throws IllegalArgumentException if the time-out is not more than zero, a condition may only be required, or a yes is
     *     to hold for any arguments although the rule asks for an amount of them, or by what only code can tell
     */
    public RequireApproval {
        conditions = List.copyOf(conditions);
        conditions.forEach(Condition::requireMayFire);
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("an approval's time-out must be more than zero");
        }
        if (remember != null && remember.anyArguments()) {
            head.when().forEach(RequireApproval::requireNoAmount);
            conditions.forEach(RequireApproval::requireNoAmount);
        }
    }

    /** A yes to five could be used for five thousand. */
    private static void requireNoAmount(Condition condition) {
        for (Condition leaf : condition.leaves()) {
            boolean isTold = leaf instanceof Condition.AtTime
                    || (leaf instanceof Condition.Comparison comparison
                            && !ORDERS.contains(comparison.operator())
                            && !hasNumber(comparison.operand()));
            if (!isTold) {
                throw new IllegalArgumentException("`" + condition
                        + "` asks for an amount or a pair of values, so a yes is for the same arguments");
            }
        }
    }

    private static boolean hasNumber(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(RequireApproval::hasNumber);
        }
        return value instanceof Map<?, ?> map
                ? map.values().stream().anyMatch(RequireApproval::hasNumber)
                : value instanceof Number;
    }

    /**
     * An approval that waits for {@link #DEFAULT_TIMEOUT} for anyone's yes, which holds for the one call.
     *
     * @param head what every rule has
     * @param conditions the conditions, copied
     * @return the rule
     */
    public static RequireApproval of(RuleHead head, List<Condition> conditions) {
        return new RequireApproval(head, conditions, DEFAULT_TIMEOUT, ApprovedBy.ANYONE, null);
    }

    /**
     * The same approval with another time-out.
     *
     * @param changed how long to wait for the answer, more than zero
     * @return the changed copy
     * @throws IllegalArgumentException if the time-out is not more than zero
     */
    public RequireApproval withTimeout(Duration changed) {
        return new RequireApproval(head, conditions, changed, by, remember);
    }

    /**
     * The same approval by others.
     *
     * @param changed whose yes counts
     * @return the changed copy
     */
    public RequireApproval withBy(ApprovedBy changed) {
        return new RequireApproval(head, conditions, timeout, changed, remember);
    }

    /**
     * The same approval with another memory.
     *
     * @param changed how long a yes holds for later calls, or null where each call is asked about
     * @return the changed copy
     * @throws IllegalArgumentException as the constructor
     */
    public RequireApproval withRemember(@Nullable Remembrance changed) {
        return new RequireApproval(head, conditions, timeout, by, changed);
    }

    /**
     * The same approval of other calls.
     *
     * @param changed the conditions, copied
     * @return the changed copy
     * @throws IllegalArgumentException as the constructor
     */
    public RequireApproval withConditions(List<Condition> changed) {
        return new RequireApproval(head, changed, timeout, by, remember);
    }

    @Override
    public RequireApproval withHead(RuleHead changed) {
        return new RequireApproval(changed, conditions, timeout, by, remember);
    }

    @Override
    public String description() {
        return RuleDescription.of(conditions, "approval");
    }
}
