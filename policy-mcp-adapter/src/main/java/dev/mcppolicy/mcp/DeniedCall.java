package dev.mcppolicy.mcp;

import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.model.PolicyFormat;

/**
 * A denied call, to be told to the agent.
 *
 * @param tool the tool's name
 * @param denial why
 * @param format the format of the policy, whose wording the agent knows
 */
public record DeniedCall(String tool, Denial denial, PolicyFormat format) {
    /**
     * Whether the caller sees the tool in {@code tools/list}, by the revision that denies.
     *
     * @return false also where the caller sees no tool
     */
    public boolean listed() {
        return denial.listed();
    }
}
