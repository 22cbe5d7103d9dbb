package dev.mcppolicy.mcp;

import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.model.Policy;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Fixed policies of grants as sources, one for all grants whose policies are certain to judge alike. */
final class SharedPolicies {
    private SharedPolicies() {}

    static Map<String, PolicySource> sources(Map<String, Policy> policyByGrant) {
        if (policyByGrant.isEmpty() || policyByGrant.containsKey("")) {
            throw new IllegalArgumentException("at least one grant is needed, and none with an empty name");
        }
        Map<Judging, PolicySource> sources = new HashMap<>();
        Map<String, PolicySource> sourceByGrant = new HashMap<>();
        new TreeMap<>(policyByGrant)
                .forEach((grant, policy) -> sourceByGrant.put(
                        grant,
                        sources.computeIfAbsent(new Judging(policy), distinct -> PolicySource.of(distinct.policy()))));
        return Map.copyOf(sourceByGrant);
    }

    /** How a policy judges. Equal to that of another policy only if both are certain to judge alike. */
    private record Judging(Policy policy) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Judging that && policy.judgesAs(that.policy);
        }

        @Override
        public int hashCode() {
            return policy.hashCode();
        }
    }
}
