package dev.mcppolicy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.model.Policy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

/** The engine and the oracle agree on every decision: its kind, its code and its rule. */
class OracleTest {
    private static final int CALLS = 100;
    private static final int MAX_PENDING_IN_ALL = 10;

    private record Running(ToolCall call, Decision.Allow byEngine, Oracle.Running byOracle) {}

    private record Asked(Decision.ApprovalRequired byEngine, Oracle.Pending byOracle) {}

    /** One run of calls under one policy; how often each kind of decision was made. */
    private static Map<String, Integer> run(long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        Policy policy = random.policy();
        ManualClock clock = new ManualClock(random.start());
        PolicyEngine engine = PolicyEngine.builder(policy)
                .clock(clock)
                .store(new InMemoryCounterStore(1_000))
                .maxPendingApprovalsInAll(MAX_PENDING_IN_ALL)
                .build();
        Oracle oracle = new Oracle(policy, MAX_PENDING_IN_ALL);
        List<ToolCall> put = new ArrayList<>();
        Deque<Asked> asked = new ArrayDeque<>();
        List<Running> running = new ArrayList<>();
        Map<String, Integer> kinds = new HashMap<>();
        for (int i = 0; i < CALLS; i++) {
            clock.advance(Duration.ofMillis(
                    random.oneIn(10)
                            ? random.random().nextInt(70_000)
                            : random.random().nextInt(2_000)));
            long now = clock.millis();
            if (!running.isEmpty() && random.oneIn(2)) {
                Running run = running.remove(random.random().nextInt(running.size()));
                if (random.oneIn(3)) {
                    boolean isHeld =
                            engine.renew(run.byEngine()).toCompletableFuture().join();
                    assertThat(isHeld)
                            .as("seed %d, before call %d under %s", seed, i, policy)
                            .isEqualTo(oracle.renew(run.byOracle(), now));
                    running.add(run);
                } else {
                    ToolOutcome outcome = random.oneOf(List.of(ToolOutcome.values()));
                    engine.finish(run.call(), run.byEngine(), outcome);
                    oracle.end(run.byOracle(), outcome != ToolOutcome.NOT_EXECUTED);
                }
            }
            String actual;
            String expected;
            Decision decision;
            ToolCall call;
            if (!asked.isEmpty() && random.oneIn(4)) {
                Asked answered = asked.removeFirst();
                call = answered.byEngine().call();
                switch (random.random().nextInt(8)) {
                    case 0, 1 -> {
                        decision = engine.decline(answered.byEngine());
                        expected = oracle.decline(answered.byOracle(), now);
                    }
                    case 2 -> {
                        decision = engine.timeOut(answered.byEngine());
                        expected = oracle.timeOut(answered.byOracle());
                    }
                    case 3, 4 -> {
                        decision = random.oneIn(2)
                                ? engine.approve(answered.byEngine())
                                : engine.approveAsync(answered.byEngine())
                                        .toCompletableFuture()
                                        .join();
                        expected = oracle.approve(answered.byOracle(), now);
                    }
                    default -> {
                        ApprovalAnswer answer = random.answer(call);
                        decision = random.oneIn(2)
                                ? engine.answer(answered.byEngine(), answer)
                                : engine.answerAsync(answered.byEngine(), answer)
                                        .toCompletableFuture()
                                        .join();
                        expected = oracle.answer(answered.byOracle(), answer, now);
                    }
                }
                if (decision instanceof Decision.ApprovalRequired again && expected.startsWith("ask")) {
                    asked.addLast(new Asked(again, oracle.lastAsked()));
                }
            } else {
                call = !put.isEmpty() && random.oneIn(3) ? random.again(random.oneOf(put)) : random.call();
                decision = random.oneIn(2)
                        ? engine.decide(call)
                        : engine.decideAsync(call).toCompletableFuture().join();
                expected = oracle.decide(call, now);
                if (decision instanceof Decision.ApprovalRequired approval && expected.startsWith("ask")) {
                    put.add(call);
                    asked.addLast(new Asked(approval, oracle.lastAsked()));
                }
            }
            actual = Verdict.of(decision);
            assertThat(actual).as("seed %d, call %d under %s", seed, i, policy).isEqualTo(expected);
            if (decision instanceof Decision.Allow allow) {
                running.add(new Running(call, allow, oracle.lastRun()));
            }
            kinds.merge(actual.replaceAll("^(deny [^ ]+|[^ ]+).*", "$1"), 1, Integer::sum);
        }
        kinds.merge("on a yes to an earlier call", oracle.ranOnYeses(), Integer::sum);
        return kinds;
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void the_engine_decides_as_the_oracle_does(@ForAll long seed) {
        assertThat(run(seed)).isNotEmpty();
    }

    @Tag("long")
    @Property(tries = 100_000, shrinking = ShrinkingMode.OFF)
    void the_engine_decides_as_the_oracle_does_ten_million_times(@ForAll long seed) {
        assertThat(run(seed)).isNotEmpty();
    }

    @Test
    void the_random_calls_meet_every_kind_of_decision() {
        Map<String, Integer> kinds = new TreeMap<>();
        for (long seed = 0; seed < 400; seed++) {
            run(seed).forEach((kind, times) -> kinds.merge(kind, times, Integer::sum));
        }

        // An approval rule that fires only by the time of the yes is met too seldom to be counted on.
        kinds.remove("deny APPROVAL_VOID");
        assertThat(kinds)
                .containsOnlyKeys(
                        "allow",
                        "ask",
                        "on a yes to an earlier call",
                        "deny APPROVAL_DECLINED",
                        "deny APPROVAL_TIMED_OUT",
                        "deny CALLER_UNKNOWN",
                        "deny CANNOT_EVALUATE",
                        "deny CONCURRENCY_EXCEEDED",
                        "deny DENIED_BY_RULE",
                        "deny HIDDEN",
                        "deny INVALID_AMOUNT",
                        "deny INVALID_KEY",
                        "deny LIMIT_EXCEEDED",
                        "deny NOT_LISTED");
        assertThat(kinds.values()).allMatch(times -> times > 20);
    }
}
