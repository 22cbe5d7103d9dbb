package dev.mcppolicy.examples.codeconnections;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * What a policy and a person say to the script when all of it falls into one moment, and nothing is forgotten.
 *
 * @param listed the tools to be listed
 * @param outcomes the outcomes of the calls
 * @param again the outcome of the call after the restart
 */
record Expectation(List<String> listed, List<Outcome> outcomes, Outcome again) {
    static Expectation of(Policy policy, Instant moment) {
        CounterStore counters = new InMemoryCounterStore();
        List<String> listed = CodeConnectionTools.all(new CodeConnections()).stream()
                .map(tool -> tool.tool())
                .map(Tool::name)
                .filter(policy::lists)
                .toList();
        return new Expectation(
                listed,
                Script.play(server(policy, counters, moment, "first")),
                Script.playAgain(server(policy, counters, moment, "second")));
    }

    /** A server that has just been started, with a person who has not been asked yet; the agent's session is a new one. */
    private static BiFunction<String, Map<String, Object>, Outcome> server(
            Policy policy, CounterStore counters, Instant moment, String session) {
        PolicyEngine engine =
                PolicyEngine.builder(policy).store(counters).clock(() -> moment).build();
        Person person = new Person();
        Caller agent = Caller.anonymous().withSession(session);
        return (tool, arguments) -> {
            Decision decision = answered(engine, engine.decide(ToolCall.of(tool, arguments, agent)), person);
            return new Outcome(person.takeLatest(), decision instanceof Decision.Allow, "");
        };
    }

    private static Decision answered(PolicyEngine engine, Decision decision, Person person) {
        if (!(decision instanceof Decision.ApprovalRequired approval)) {
            return decision;
        }
        return person.ask(approval.message()).approved() ? engine.approve(approval) : engine.decline(approval);
    }

    boolean isMetBy(List<String> seen, List<Outcome> observed, Outcome observedAgain) {
        return seen.equals(listed)
                && observedAgain.agreesWith(again)
                && observed.size() == outcomes.size()
                && IntStream.range(0, outcomes.size())
                        .allMatch(i -> observed.get(i).agreesWith(outcomes.get(i)));
    }

    /** How many lines the audit log has when both servers have ended. */
    int auditLines() {
        return outcomes.stream().mapToInt(Outcome::auditLines).sum() + again.auditLines();
    }
}
