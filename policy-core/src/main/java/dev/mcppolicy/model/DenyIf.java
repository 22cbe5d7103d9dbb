package dev.mcppolicy.model;

import dev.mcppolicy.model.condition.Condition;
import java.util.List;

/**
 * The call is denied when all conditions hold; without any, always.
 *
 * @param head what every rule has
 * @param conditions the conditions, copied
 */
public record DenyIf(RuleHead head, List<Condition> conditions) implements Rule {
    /**
     * Copies the conditions.
     *
     * @throws IllegalArgumentException if one of them may only be required, or the head has a {@code when}
     */
    public DenyIf {
        conditions = List.copyOf(conditions);
        conditions.forEach(Condition::requireMayFire);
        if (!head.when().isEmpty()) {
            throw new IllegalArgumentException("the conditions of a denial say when it denies");
        }
    }

    @Override
    public DenyIf withHead(RuleHead changed) {
        return new DenyIf(changed, conditions);
    }

    @Override
    public String description() {
        return RuleDescription.of(conditions, "deny");
    }
}
