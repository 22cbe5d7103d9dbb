package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.model.Policy;
import org.jspecify.annotations.Nullable;

/**
 * A policy with one small change, made to see whether any test notices.
 *
 * @param pointer where in the policy's document the change is
 * @param label what to call the rule that was changed, or the part of the policy
 * @param change the change in the policy's own words: {@code `args.amount lte 500` became `args.amount lte 501`}
 * @param policy the changed policy
 * @param equivalence why no test could notice, or null if one could
 */
public record Mutant(
        String pointer,
        String label,
        String change,
        Policy policy,
        @Nullable String equivalence) {}
