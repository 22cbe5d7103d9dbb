package dev.mcppolicy.format;

import dev.mcppolicy.format.problem.UnwritableRule;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown when a format cannot say a policy. Holds every rule that stands in the way, and says each on a line of its own.
 */
public final class UnwritablePolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<UnwritableRule> rules;

    UnwritablePolicyException(List<UnwritableRule> rules) {
        super(rules.stream().map(UnwritableRule::toString).collect(Collectors.joining("\n")));
        this.rules = List.copyOf(rules);
    }

    /**
     * The rules that cannot be written. Not kept by Java serialization, the message is.
     *
     * @return an unmodifiable list of at least one, in the order of the policy
     */
    public List<UnwritableRule> rules() {
        return rules;
    }
}
