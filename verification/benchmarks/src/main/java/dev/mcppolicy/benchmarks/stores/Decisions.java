package dev.mcppolicy.benchmarks.stores;

import static dev.mcppolicy.dsl.Terms.arg;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window.Calendar;
import java.util.List;
import java.util.Map;

/** What a store is asked, by each thread for a caller of its own. */
final class Decisions {
    private static final String TOOL = "create_charge";
    private static final int ENGINE_CALLS = 1_000;

    private Decisions() {}

    /** Reserves of a limit a minute. */
    static Side oneLimit(CounterStore store) {
        return Side.of("one limit", thread -> reserving(store, List.of(charge("calls", Calendar.MINUTE, thread))));
    }

    /** Reserves of a limit a minute and one a day together. */
    static Side twoLimits(CounterStore store) {
        return Side.of(
                "two limits",
                thread -> reserving(
                        store,
                        List.of(charge("calls", Calendar.MINUTE, thread), charge("spend", Calendar.DAY, thread))));
    }

    /** Decides by a policy without limits, in an engine over the store. */
    static Side withoutLimits(String name, CounterStore store) {
        PolicyEngine engine = PolicyEngine.builder(PolicyBuilder.policy("benchmark")
                        .denyByDefault()
                        .tool(TOOL, tool -> tool.require(arg("amount").atMost(50_000)))
                        .build())
                .store(store)
                .build();
        ToolCall call = ToolCall.of(TOOL, Map.of("amount", 4_200), Caller.ofGrant("agent"));
        return new Side(name, ENGINE_CALLS, thread -> () -> {
            for (int i = 0; i < ENGINE_CALLS; i++) {
                require(engine.decide(call) instanceof Decision.Allow);
            }
        });
    }

    /** The same in an engine of its own counters, which forget. */
    static Side withoutLimitsInMemory() {
        return withoutLimits("the same in memory", new InMemoryCounterStore());
    }

    private static Runnable reserving(CounterStore store, List<Charge> charges) {
        ReserveRequest request = ReserveRequest.of(charges);
        return () -> require(store.reserve(request, System.currentTimeMillis()) instanceof Reservation);
    }

    private static Charge charge(String name, Calendar window, int thread) {
        return new Charge(
                CounterKey.of(
                        new CounterDefinition(
                                "benchmark", "server", RulePlace.tool(TOOL), name, window, Scope.GRANT, Scale.WHOLE),
                        "grant" + thread,
                        null),
                1,
                Long.MAX_VALUE);
    }

    /** Ends the measurement where something was not done that is measured. */
    static void require(boolean isDone) {
        if (!isDone) {
            throw new IllegalStateException("what is measured was refused");
        }
    }
}
