package dev.mcppolicy.model;

import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.text.VisibleText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every rule has, whatever it asks of a call: where it stands, its author's words, its mode, and which calls it
 * concerns.
 *
 * @param id where the rule stands in the policy document
 * @param name the author's name for the rule, or null; one in which nothing shows is none
 * @param message what the author wants the agent to read when the rule denies, or null for the default; one in which
 *     nothing shows is none
 * @param mode the rule's own mode
 * @param when the conditions that hold together for the calls which the rule concerns; none for a rule of all calls, as
 *     every {@link DenyIf} is
 */
public record RuleHead(
        RuleId id, @Nullable String name, @Nullable String message, Mode mode, List<Condition> when) {
    /**
     * Takes words that say nothing for none, and copies the conditions.
     *
     * @throws IllegalArgumentException if a condition may only be required, or has a wildcard
     */
    public RuleHead {
        when = List.copyOf(when);
        for (Condition condition : when) {
            condition.requireMayFire();
            if (condition.hasWildcard()) {
                throw new IllegalArgumentException(
                        "`" + condition + "` has a wildcard, which has no place in a `when`");
            }
        }
        name = name == null || VisibleText.isBlank(name) ? null : name;
        message = message == null || VisibleText.isBlank(message) ? null : message;
    }

    /**
     * The head of an enforced rule without words of its author.
     *
     * @param id where the rule stands
     * @return the head
     */
    public static RuleHead of(RuleId id) {
        return new RuleHead(id, null, null, Mode.ENFORCE, List.of());
    }

    /**
     * The same head at another place.
     *
     * @param changed where the rule stands
     * @return the changed copy
     */
    public RuleHead withId(RuleId changed) {
        return new RuleHead(changed, name, message, mode, when);
    }

    /**
     * The same head with another name.
     *
     * @param changed the author's name for the rule, or null
     * @return the changed copy
     */
    public RuleHead withName(@Nullable String changed) {
        return new RuleHead(id, changed, message, mode, when);
    }

    /**
     * The same head with another message.
     *
     * @param changed what the agent is to read, or null for the default
     * @return the changed copy
     */
    public RuleHead withMessage(@Nullable String changed) {
        return new RuleHead(id, name, changed, mode, when);
    }

    /**
     * The same head in a mode.
     *
     * @param changed the mode
     * @return the changed copy
     */
    public RuleHead withMode(Mode changed) {
        return new RuleHead(id, name, message, changed, when);
    }

    /**
     * The same head for other calls.
     *
     * @param changed the conditions that hold together for the calls which the rule concerns; none for all
     * @return the changed copy
     * @throws IllegalArgumentException as the constructor
     */
    public RuleHead withWhen(List<Condition> changed) {
        return new RuleHead(id, name, message, mode, changed);
    }
}
