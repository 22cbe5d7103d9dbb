package dev.mcppolicy.model;

import dev.mcppolicy.model.condition.Condition;
import java.time.Duration;
import java.util.List;

/**
 * A human must agree when all conditions hold; without any, always. A condition whose argument is missing counts as
 * holding, so that leaving the argument out does not skip the human.
 *
 * @param head what every rule has
 * @param conditions the conditions, copied
 * @param timeout how long to wait for the answer, more than zero
 */
public record RequireApproval(RuleHead head, List<Condition> conditions, Duration timeout) implements Rule {
    /** How long to wait where the author does not say. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

    /**
     * Copies the conditions and checks the range.
     *
     * @throws IllegalArgumentException if the time-out is not more than zero, or a condition may only be required
     */
    public RequireApproval {
        conditions = List.copyOf(conditions);
        conditions.forEach(Condition::requireMayFire);
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("an approval's time-out must be more than zero");
        }
    }

    /**
     * An approval that waits for {@link #DEFAULT_TIMEOUT}.
     *
     * @param head what every rule has
     * @param conditions the conditions, copied
     * @return the rule
     */
    public static RequireApproval of(RuleHead head, List<Condition> conditions) {
        return new RequireApproval(head, conditions, DEFAULT_TIMEOUT);
    }

    /**
     * The same approval with another time-out.
     *
     * @param changed how long to wait for the answer, more than zero
     * @return the changed copy
     * @throws IllegalArgumentException if the time-out is not more than zero
     */
    public RequireApproval withTimeout(Duration changed) {
        return new RequireApproval(head, conditions, changed);
    }

    @Override
    public RequireApproval withHead(RuleHead changed) {
        return new RequireApproval(changed, conditions, timeout);
    }

    @Override
    public String description() {
        return RuleDescription.of(conditions, "approval");
    }
}
