package dev.mcppolicy.model;

import dev.mcppolicy.model.condition.Condition;
import java.util.List;

/**
 * All conditions must hold; without any, the rule always passes.
 *
 * @param head what every rule has
 * @param conditions the conditions, copied
 */
public record Require(RuleHead head, List<Condition> conditions) implements Rule {
    /** Copies the conditions. */
    public Require {
        conditions = List.copyOf(conditions);
    }

    @Override
    public Require withHead(RuleHead changed) {
        return new Require(changed, conditions);
    }

    @Override
    public String description() {
        return RuleDescription.of(conditions, "require");
    }
}
