package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reload: one snapshot a call, and counters that survive. */
@Timeout(60)
class ReloadTest {
    private static final ToolCall CALL = ToolCall.of("t", Map.of("x", 1), Caller.ofGrant("g"));

    private final ReplaceablePolicy source =
            new ReplaceablePolicy(TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "3")));
    private final PolicyEngine engine = PolicyEngine.builder(source)
            .clock(new ManualClock("2026-01-15T12:00:00Z"))
            .build();

    private int passed() {
        int passed = 0;
        for (int i = 0; i < 10; i++) {
            passed += engine.decide(CALL) instanceof Decision.Allow ? 1 : 0;
        }
        return passed;
    }

    @Test
    void a_changed_max_keeps_what_was_used() {
        assertThat(passed()).isEqualTo(3);
        source.replace(TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "5")));
        assertThat(passed()).isEqualTo(2);
        source.replace(TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "4")));
        assertThat(passed()).isZero();
    }

    @Test
    void a_policy_that_brings_the_first_limit_is_counted_from_then_on() {
        source.replace(TestPolicy.ofTool(require(where("args.x", "exists", true))));
        assertThat(passed()).isEqualTo(10);
        source.replace(TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "3")));
        assertThat(passed()).isEqualTo(3);
    }

    @Test
    void a_changed_window_scope_or_scale_begins_a_new_counter() {
        assertThat(passed()).isEqualTo(3);
        source.replace(TestPolicy.ofTool(limit("calls", new Window.Seconds(3_600), "3")));
        assertThat(passed()).isEqualTo(3);
        source.replace(
                TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "3").per(Scope.GRANT)));
        assertThat(passed()).isEqualTo(3);
        source.replace(
                TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "3").of("args.x")));
        assertThat(passed()).isEqualTo(3);
        source.replace(TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "3")));
        assertThat(passed()).isZero();
    }

    @Test
    void a_rule_added_or_moved_keeps_the_counters() {
        assertThat(passed()).isEqualTo(3);
        source.replace(TestPolicy.ofTool(
                require(where("args.x", "eq", 1)),
                limit("other", Window.Calendar.HOUR, "9"),
                limit("calls", Window.Calendar.HOUR, "4")));
        assertThat(passed()).isEqualTo(1);
    }

    @Test
    void while_there_is_no_policy_every_call_is_denied() {
        ReplaceablePolicy none = new ReplaceablePolicy(null);
        PolicyEngine waiting = PolicyEngine.builder(none).build();

        assertThat(Verdict.of(waiting.decide(CALL))).isEqualTo("deny NO_POLICY (no policy)");
        assertThat(waiting.lists("t")).isFalse();
        assertThat(waiting.policy()).isNull();
        assertThat(Verdict.of(waiting.explain(CALL).decision())).isEqualTo("deny NO_POLICY (no policy)");
        Policy policy = TestPolicy.ofTool();
        none.replace(policy);
        assertThat(Verdict.of(waiting.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(waiting.policy()).isSameAs(policy);
    }

    private static Policy limited(String name) {
        return TestPolicy.allowing()
                .called(name)
                .tool("t", limit("calls", Window.Calendar.HOUR, "1"))
                .build();
    }

    private static String namespace(PolicyEngine engine) {
        CounterKey counter = engine.explain(CALL).limits().get(0).counter();
        return counter == null ? "no counter" : counter.definition().namespace();
    }

    @Test
    void a_policy_that_comes_after_the_engine_counts_where_it_would_have_counted_before() {
        CounterStore store = new InMemoryCounterStore();
        ReplaceablePolicy late = new ReplaceablePolicy(null);
        PolicyEngine waiting = PolicyEngine.builder(late).store(store).build();
        assertThat(Verdict.of(waiting.decide(CALL))).isEqualTo("deny NO_POLICY (no policy)");
        late.replace(limited("a"));
        PolicyEngine ready = PolicyEngine.builder(limited("a")).store(store).build();
        PolicyEngine other = PolicyEngine.builder(limited("b")).store(store).build();

        assertThat(Verdict.of(waiting.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(Verdict.of(ready.decide(CALL))).isEqualTo("deny LIMIT_EXCEEDED /tools/t/limits/0");
        assertThat(Verdict.of(other.decide(CALL))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void the_counters_stay_with_the_first_policys_name_or_the_one_given() {
        ReplaceablePolicy late = new ReplaceablePolicy(null);
        PolicyEngine unnamed = PolicyEngine.builder(late).build();
        PolicyEngine named = PolicyEngine.builder(late).namespace("given").build();
        late.replace(limited("a"));

        assertThat(namespace(unnamed)).isEqualTo("a");
        assertThat(namespace(named)).isEqualTo("given");
        assertThat(Verdict.of(unnamed.decide(CALL))).isEqualTo(Verdict.ALLOW);
        late.replace(limited("b"));
        assertThat(namespace(unnamed)).isEqualTo("a");
        assertThat(Verdict.of(unnamed.decide(CALL))).isEqualTo("deny LIMIT_EXCEEDED /tools/t/limits/0");
    }

    @Test
    void subscribers_are_told_of_each_policy_until_they_leave() {
        List<Policy> told = new ArrayList<>();
        PolicySource.Subscription subscription = source.subscribe(told::add);
        Policy next = TestPolicy.ofTool();
        source.replace(next);
        subscription.close();
        subscription.close();
        source.replace(TestPolicy.denying().build());

        assertThat(told).containsExactly(next);
        PolicySource.of(next).subscribe(told::add).close();
        assertThat(PolicySource.of(next).current()).isSameAs(next);
    }

    @Test
    void a_source_that_fails_denies_and_lists_nothing() {
        PolicySource broken = new PolicySource() {
            private int reads;

            @Override
            public Policy current() {
                if (reads++ > 0) {
                    throw new IllegalStateException("the file is gone");
                }
                return TestPolicy.ofTool();
            }

            @Override
            public Subscription subscribe(java.util.function.Consumer<? super Policy> listener) {
                return () -> {};
            }
        };
        PolicyEngine failing = PolicyEngine.builder(broken).build();

        assertThat(Verdict.of(failing.decide(CALL))).isEqualTo("deny INTERNAL_ERROR (engine)");
        assertThat(Verdict.of(failing.decideAsync(CALL).toCompletableFuture().join()))
                .isEqualTo("deny INTERNAL_ERROR (engine)");
        assertThat(failing.lists("t")).isFalse();
    }

    /** Each of two policies denies by its own rule and allows by none: a mixture would allow, or name another rule. */
    @Test
    void a_call_is_judged_by_one_policy_from_the_first_check_to_the_last() throws Exception {
        Policy one = policyThatSwaps("one");
        Policy two = policyThatSwaps("two");
        source.replace(one);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> results = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            results.add(threads.submit(() -> {
                start.await();
                while (!done.get()) {
                    Denial denial = Verdict.denial(engine.decide(CALL));
                    boolean byOne = denial.revision().equals(one.revision());
                    assertThat(denial.message()).isEqualTo(byOne ? "one" : "two");
                    assertThat(denial.revision()).isIn(one.revision(), two.revision());
                }
                return null;
            }));
        }
        start.countDown();
        for (int i = 0; i < 5_000; i++) {
            source.replace(i % 2 == 0 ? two : one);
        }
        done.set(true);
        for (Future<?> result : results) {
            result.get();
        }
        threads.shutdown();
    }

    private static Policy policyThatSwaps(String name) {
        Condition yields = new Condition.NamedPredicate(name, arguments -> {
            Thread.onSpinWait();
            return true;
        });
        return TestPolicy.ofTool(
                require(yields), require(where("args.x", "eq", 2)).saying(name));
    }
}
