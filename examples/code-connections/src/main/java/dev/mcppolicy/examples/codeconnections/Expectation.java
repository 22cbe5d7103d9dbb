package dev.mcppolicy.examples.codeconnections;

import dev.mcppolicy.engine.Caller;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.ToolCall;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Instant;
import java.util.List;

/**
 * What a policy says to the script when all of it falls into one moment.
 *
 * @param listed the tools to be listed
 * @param outcomes the outcomes of the calls
 */
record Expectation(List<String> listed, List<Outcome> outcomes) {
    private static final Caller AGENT = Caller.anonymous().withSession("demo");

    static Expectation of(Policy policy, Instant moment) {
        PolicyEngine engine = PolicyEngine.builder(policy).clock(() -> moment).build();
        List<String> listed = CodeConnectionTools.all(new CodeConnections()).stream()
                .map(tool -> tool.tool())
                .map(Tool::name)
                .filter(policy::lists)
                .toList();
        List<Outcome> outcomes =
                Script.play((tool, arguments) -> Outcome.of(engine.decide(ToolCall.of(tool, arguments, AGENT))));
        return new Expectation(listed, outcomes);
    }

    boolean isMetBy(List<String> seen, List<Outcome> observed) {
        return seen.equals(listed)
                && observed.stream()
                        .map(Outcome::allowed)
                        .toList()
                        .equals(outcomes.stream().map(Outcome::allowed).toList());
    }
}
