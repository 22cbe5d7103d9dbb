package dev.mcppolicy.benchmarks;

import dev.mcppolicy.format.PolicyWriter;


import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;

/** The documents to be read: a thousand tools with five rules each, in either syntax. */
final class PolicyTexts {
    private static final int TOOLS = 1_000;

    private PolicyTexts() {}

    private static Policy policy() {
        return CommonPolicy.ofTools(Tools.names(TOOLS));
    }

    /** The policy as PolicyLayer JSON. */
    static String json() {
        return PolicyWriter.write(policy(), PolicyFormat.POLICYLAYER);
    }

    /** The policy as Intercept YAML. */
    static String yaml() {
        return PolicyWriter.write(policy(), PolicyFormat.INTERCEPT);
    }
}
