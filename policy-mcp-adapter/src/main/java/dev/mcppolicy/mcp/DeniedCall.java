package dev.mcppolicy.mcp;

import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.model.PolicyFormat;

/**
 * A denied call, to be told to the agent.
 *
 * @param tool the tool's name
 * @param denial why
 * @param format the format of the policy, whose wording the agent knows
 * @param listed whether the caller sees the tool in {@code tools/list}
 */
public record DeniedCall(String tool, Denial denial, PolicyFormat format, boolean listed) {}
