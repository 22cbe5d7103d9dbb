package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyParts;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of a policy is enforced. What is not is seen only by a shadow view, which judges the policy whole. */
final class EnforcedPart {
    private EnforcedPart() {}

    /**
     * The part of a policy that decides about calls: all of it, all but the rules in shadow mode, or nothing.
     *
     * @param policy the policy
     * @param mode the engine's mode
     * @return the policy itself where all of it is enforced
     */
    static Policy enforced(Policy policy, Mode mode) {
        if (!enforcesAny(policy, mode)) {
            return new PolicyParts(policy.name(), policy.format(), DefaultAction.ALLOW).policy();
        }
        boolean whole = policy.rules().stream().map(PlacedRule::rule).allMatch(policy::enforces);
        return whole ? policy : policy.withRulesThat(policy::enforces);
    }

    /** Whether anything of a policy decides about calls. */
    private static boolean enforcesAny(Policy policy, Mode mode) {
        return mode == Mode.ENFORCE && policy.mode() == Mode.ENFORCE;
    }

    /** The names of the counters of the limits that are not enforced, each alone and with what declares it. */
    static Set<String> shadowCounters(Policy policy, Mode mode) {
        return policy.rules().stream()
                .filter(placed -> mode == Mode.SHADOW || !policy.enforces(placed.rule()))
                .flatMap(placed -> placed.counter().stream())
                .flatMap(counter -> Stream.of(counter.counter(), counter.place().name() + "/" + counter.counter()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
