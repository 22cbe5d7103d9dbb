package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.BreakableStore.Fault;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fault at every seam of shadow mode: the decision in force and its counters are as without it. */
@Timeout(60)
class ShadowModeFaultsTest {
    private static final ToolCall CALL = ToolCall.of("t", Map.of("x", 1));
    private static final Policy IN_FORCE = TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "1"));
    private static final Policy TRIED =
            TestPolicy.ofTool(limit("tried", Window.Calendar.HOUR, "9"), require(where("state.t.tried", "lt", 9)));

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");
    private final InMemoryCounterStore store = new InMemoryCounterStore(100);
    private final List<DecisionEvent> heard = new ArrayList<>();

    private PolicyEngineBuilder builder() {
        return PolicyEngine.builder(IN_FORCE).clock(clock).store(store).listener(heard::add);
    }

    /** One call passes and the next is denied, as by the policy in force; what shadow mode made of both calls. */
    private List<String> decidesAsEver(PolicyEngine engine) {
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(Verdict.of(engine.decideAsync(CALL).toCompletableFuture().join()))
                .isEqualTo("deny LIMIT_EXCEEDED /tools/t/limits/0");
        assertThat(heard).hasSize(2);
        assertThat(heard.get(0).charges()).hasSize(1);
        assertThat(store.size()).isOne();
        assertThat(heard).allSatisfy(event -> assertThat(event.shadow())
                .noneMatch(shadow -> shadow.kind() == ShadowDecision.Kind.NOT_JUDGED && shadow.differs()));
        return heard.stream()
                .flatMap(event -> event.shadow().stream())
                .map(shadow -> shadow.view() + " " + ShadowModeTest.said(shadow))
                .toList();
    }

    private List<String> decidesAsEver(CounterStore shadowStore) {
        return decidesAsEver(builder()
                .shadow("next", PolicySource.of(TRIED))
                .shadowStore(shadowStore)
                .build());
    }

    @ParameterizedTest
    @EnumSource(names = {"THROWS", "THROWS_ERROR", "THROWS_UNDECLARED", "ANSWERS_NULL", "LOSES_ANSWER"})
    void a_store_that_fails_to_charge(Fault fault) {
        BreakableStore broken = new BreakableStore();
        broken.onReserve = fault;

        assertThat(decidesAsEver(broken))
                .containsOnly("next not_judged STORE_UNAVAILABLE /tools/t/limits/0")
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"THROWS", "THROWS_ERROR", "THROWS_UNDECLARED", "ANSWERS_NULL", "LOSES_ANSWER"})
    void a_store_that_fails_to_read(Fault fault) {
        BreakableStore broken = new BreakableStore();
        broken.onRead = fault;

        assertThat(decidesAsEver(broken))
                .containsOnly("next not_judged STORE_UNAVAILABLE /tools/t/limits/0")
                .hasSize(2);
    }

    @Test
    void a_store_that_throws_instead_of_giving_stages() {
        assertThat(decidesAsEver(new ThrowingStages()))
                .containsOnly("next not_judged STORE_UNAVAILABLE /tools/t/limits/0")
                .hasSize(2);
    }

    @Test
    void a_store_that_is_full() {
        InMemoryCounterStore full = new InMemoryCounterStore(1);
        PolicyEngine other = PolicyEngine.builder(IN_FORCE)
                .namespace("other")
                .clock(clock)
                .store(full)
                .build();
        assertThat(Verdict.of(other.decide(CALL))).isEqualTo(Verdict.ALLOW);

        assertThat(decidesAsEver(full))
                .containsOnly("next not_judged STORE_FULL /tools/t/limits/0")
                .hasSize(2);
    }

    @Test
    void a_store_that_never_answers_delays_and_no_more() {
        BreakableStore silent = new BreakableStore();
        silent.slow = true;
        PolicyEngine engine = builder()
                .shadow("next", PolicySource.of(TRIED))
                .shadowStore(silent)
                .storeTimeout(Duration.ofMillis(50))
                .build();

        Decision decision = engine.decideAsync(CALL).toCompletableFuture().join();

        assertThat(Verdict.of(decision)).isEqualTo(Verdict.ALLOW);
        assertThat(heard.get(0).shadow())
                .extracting(ShadowModeTest::said)
                .containsExactly("not_judged STORE_UNAVAILABLE /tools/t/limits/0");
    }

    @Test
    void a_charge_that_a_store_takes_too_late_is_given_back() {
        BreakableStore late = new BreakableStore();
        late.slow = true;
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "9")))
                .clock(clock)
                .store(store)
                .listener(heard::add)
                .shadow("next", PolicySource.of(TestPolicy.ofTool(limit("tried", Window.Calendar.HOUR, "1"))))
                .shadowStore(late)
                .storeTimeout(Duration.ofMillis(50))
                .build();
        engine.decideAsync(CALL).toCompletableFuture().join();

        late.answer();
        assertThat(late.inner.size()).as("the charge was taken").isOne();
        late.slow = false;
        engine.decideAsync(CALL).toCompletableFuture().join();
        engine.decideAsync(CALL).toCompletableFuture().join();

        assertThat(heard.stream().flatMap(event -> event.shadow().stream()).map(ShadowModeTest::said))
                .containsExactly(
                        "not_judged STORE_UNAVAILABLE /tools/t/limits/0",
                        "allow",
                        "deny LIMIT_EXCEEDED /tools/t/limits/0");
    }

    private void brokenPredicate(Consumer<Map<String, Object>> fault) {
        heard.clear();
        store.resetClock(clock.millis());
        Condition broken = new Condition.NamedPredicate("broken", arguments -> {
            fault.accept(Map.of());
            return true;
        });
        PolicyEngine engine = PolicyEngine.builder(IN_FORCE)
                .clock(clock)
                .store(store)
                .namespace("n" + System.identityHashCode(fault))
                .listener(heard::add)
                .shadow("next", PolicySource.of(TestPolicy.ofTool(denyIf(broken))))
                .build();
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(Verdict.of(engine.decideAsync(CALL).toCompletableFuture().join()))
                .isEqualTo("deny LIMIT_EXCEEDED /tools/t/limits/0");
        assertThat(heard).allSatisfy(event -> assertThat(event.shadow()).hasSize(1));
    }

    @Test
    void a_predicate_that_throws_anything() {
        brokenPredicate(arguments -> {
            throw new IllegalStateException("the predicate is broken");
        });
        brokenPredicate(arguments -> {
            throw new LinkageError("the predicate is broken");
        });
        brokenPredicate(arguments -> {
            throw new OutOfMemoryError("no memory for the predicate");
        });
        brokenPredicate(ShadowModeFaultsTest::overflow);
    }

    private static void overflow(Map<String, Object> arguments) {
        if (arguments.isEmpty()) {
            overflow(arguments);
        }
    }

    @Test
    void a_source_that_throws() {
        PolicySource broken = new PolicySource() {
            @Override
            public Policy current() {
                throw new LinkageError("the source is broken");
            }

            @Override
            public Subscription subscribe(Consumer<? super Policy> listener) {
                throw new LinkageError("the source is broken");
            }
        };

        assertThat(decidesAsEver(builder()
                        .shadow("broken", broken)
                        .shadow("next", PolicySource.of(TRIED))
                        .build()))
                .as("the other policy is judged as ever")
                .containsExactly("broken not_judged", "next allow", "broken not_judged", "next allow");
    }

    @Test
    void a_listener_that_fails_at_what_shadow_mode_says_and_is_not_required() {
        PolicyEngine engine = builder()
                .shadow("next", PolicySource.of(TestPolicy.ofTool(denyIf())))
                .listener(event -> {
                    throw new IllegalStateException(event.shadow().toString());
                })
                .build();

        assertThat(decidesAsEver(engine)).containsOnly("next deny DENIED_BY_RULE /tools/t/deny_if/0");
    }

    @Test
    void a_clock_that_breaks_once_the_call_is_decided() {
        Condition breaking = new Condition.NamedPredicate("breaking", arguments -> {
            clock.fail();
            return false;
        });
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(denyIf(breaking)))
                .clock(clock)
                .listener(heard::add)
                .shadow("next", PolicySource.of(TRIED))
                .build();

        assertThat(Verdict.of(engine.decide(CALL)))
                .as("the event has no time, with shadow mode or without it")
                .startsWith("deny INTERNAL_ERROR");
    }
}
