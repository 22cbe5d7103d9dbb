package dev.mcppolicy.catalog.risk;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a call of one tool can do, and why that is thought.
 *
 * @param toolClass the most dangerous thing that a call can do
 * @param flags what a call can take in or give out; unmodifiable, in the order of the enum
 * @param reasons why, each on one line and escaped, fit to be shown: first those of the class, such as
 *     {@code name: `delete`}, then those of the flags; never empty
 * @param corrected whether a person said so, and the words did not decide
 */
public record ToolRisk(ToolClass toolClass, Set<RiskFlag> flags, List<String> reasons, boolean corrected) {
    /**
     * Copies flags and reasons.
     *
     * @throws IllegalArgumentException if there is no reason
     */
    public ToolRisk {
        EnumSet<RiskFlag> copy = EnumSet.noneOf(RiskFlag.class);
        copy.addAll(flags);
        flags = Collections.unmodifiableSet(copy);
        reasons = List.copyOf(reasons);
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("a class needs a reason");
        }
    }
}
