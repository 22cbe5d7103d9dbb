package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.atOnce;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** At most so many calls run at once: who takes a place, when, and what a call without one is told. */
class PlacesTest {
    private static final ToolCall CALL = ToolCall.of("t", Map.of("k", "a"));
    private static final Window DAY = Window.Calendar.DAY;
    private static final String FULL = "deny CONCURRENCY_EXCEEDED /tools/t/concurrent/0";

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");
    private final InMemoryCounterStore store = new InMemoryCounterStore(100);

    private PolicyEngine engine(Draft... rules) {
        return engine(TestPolicy.ofTool(rules));
    }

    private PolicyEngine engine(Policy policy) {
        return PolicyEngine.builder(policy).clock(clock).store(store).build();
    }

    private static String put(PolicyEngine engine, ToolCall call) {
        return Verdict.of(engine.decide(call));
    }

    private static ToolCall by(Caller caller) {
        return ToolCall.of("t", Map.of("k", "a"), caller);
    }

    private static int held(PolicyEngine engine) {
        return engine.explain(CALL).places().get(0).held();
    }

    @Test
    void no_more_than_the_max_run_at_once_and_one_that_ends_makes_room() {
        PolicyEngine engine = engine(atOnce(2));
        Decision.Allow first = Verdict.allow(engine.decide(CALL));
        assertThat(put(engine, CALL)).isEqualTo(Verdict.ALLOW);
        assertThat(put(engine, CALL)).isEqualTo(FULL);

        engine.finish(CALL, first, ToolOutcome.RETURNED);

        assertThat(put(engine, CALL)).isEqualTo(Verdict.ALLOW);
        assertThat(put(engine, CALL)).isEqualTo(FULL);
    }

    @Test
    void a_place_is_given_back_however_the_call_ended() {
        PolicyEngine engine = engine(atOnce(1), limit("spent", DAY, "1000"));
        for (ToolOutcome outcome : ToolOutcome.values()) {
            engine.finish(CALL, Verdict.allow(engine.decide(CALL)), outcome);
            engine.finish(CALL, Verdict.allow(engine.decide(CALL)), outcome, Map.of("spent", BigDecimal.TEN));
        }
        Verdict.allow(engine.decide(CALL)).reservation().commit();
        Verdict.allow(engine.decide(CALL)).reservation().release();
        Verdict.allow(engine.decide(CALL)).reservation().settle(Map.of("spent", BigDecimal.ONE));

        assertThat(held(engine)).isZero();
        assertThat(put(engine, CALL)).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void the_denial_says_no_time_to_retry_and_how_many_run() {
        PolicyEngine engine = engine(atOnce(1).named("one at a time"));
        assertThat(put(engine, CALL)).isEqualTo(Verdict.ALLOW);

        Denial denial = Verdict.denial(engine.decide(CALL));

        assertThat(denial.message()).isEqualTo("Concurrency limit reached for one at a time");
        assertThat(denial.retryAfter()).isNull();
        assertThat(denial.max()).isEqualTo("1");
    }

    @Test
    void a_rule_without_a_name_is_called_by_what_it_says() {
        for (Policy policy : List.of(
                TestPolicy.allowing().tool("t", atOnce(2)).build(),
                TestPolicy.allowing().inIntercept().tool("t", atOnce(2)).build())) {
            PolicyEngine engine = PolicyEngine.builder(policy).clock(clock).build();
            assertThat(put(engine, CALL)).isEqualTo(Verdict.ALLOW);
            assertThat(put(engine, CALL)).isEqualTo(Verdict.ALLOW);

            assertThat(Verdict.denial(engine.decide(CALL)).message())
                    .isEqualTo("Concurrency limit reached for 2 calls at once for all callers");
        }
    }

    @Test
    void the_authors_message_stands() {
        PolicyEngine engine = engine(atOnce(1).saying("One at a time."));
        assertThat(put(engine, CALL)).isEqualTo(Verdict.ALLOW);

        assertThat(Verdict.denial(engine.decide(CALL)).message()).isEqualTo("One at a time.");
    }

    @Test
    void each_scope_has_places_of_its_own() {
        Caller one = Caller.ofPrincipal("p").withGrant("g").withSession("s");
        for (Scope scope : Scope.values()) {
            PolicyEngine engine = engine(TestPolicy.allowing()
                    .called(scope.id())
                    .tool("t", atOnce(1).per(scope))
                    .build());
            Caller other =
                    switch (scope) {
                        case GLOBAL, GRANT -> one.withGrant("h");
                        case SESSION -> one.withSession("r");
                        case PRINCIPAL -> Caller.ofPrincipal("q").withGrant("g").withSession("s");
                    };
            assertThat(put(engine, by(one))).isEqualTo(Verdict.ALLOW);
            assertThat(put(engine, by(one))).isEqualTo(FULL);
            assertThat(put(engine, by(other))).as("%s", scope).isEqualTo(scope == Scope.GLOBAL ? FULL : Verdict.ALLOW);
        }
    }

    @Test
    void a_caller_without_the_identity_is_denied_where_callers_can_be_told_apart() {
        for (Scope scope : List.of(Scope.GRANT, Scope.PRINCIPAL, Scope.SESSION)) {
            assertThat(put(engine(atOnce(1).per(scope)), by(Caller.unidentified())))
                    .isEqualTo("deny CALLER_UNKNOWN /tools/t/concurrent/0");
            assertThat(put(engine(atOnce(9).per(scope)), CALL)).isEqualTo(Verdict.ALLOW);
        }
        assertThat(put(engine(approval(), atOnce(1).per(Scope.GRANT)), by(Caller.unidentified())))
                .as("before a human is asked")
                .isEqualTo("deny CALLER_UNKNOWN /tools/t/concurrent/0");
    }

    @Test
    void each_value_of_a_key_has_places_of_its_own_and_what_is_no_value_denies() {
        PolicyEngine engine = engine(atOnce(1).keyedBy("args.k"));
        assertThat(put(engine, ToolCall.of("t", Map.of("k", "5")))).isEqualTo(Verdict.ALLOW);
        assertThat(put(engine, ToolCall.of("t", Map.of("k", 5)))).isEqualTo(FULL);
        assertThat(put(engine, ToolCall.of("t", Map.of("k", 6)))).isEqualTo(Verdict.ALLOW);
        for (Map<String, ?> none : List.<Map<String, ?>>of(Map.of(), Map.of("k", List.of(5)), Map.of("k", Map.of()))) {
            assertThat(put(engine, ToolCall.of("t", none))).isEqualTo("deny INVALID_KEY /tools/t/concurrent/0");
            assertThat(put(engine(approval(), atOnce(1).keyedBy("args.k")), ToolCall.of("t", none)))
                    .as("before a human is asked")
                    .isEqualTo("deny INVALID_KEY /tools/t/concurrent/0");
        }
    }

    @Test
    void rules_of_other_scopes_keys_and_places_share_no_place() {
        PolicyEngine engine = engine(TestPolicy.allowing()
                .tool(
                        "t",
                        atOnce(3),
                        atOnce(2).per(Scope.GRANT),
                        atOnce(1).keyedBy("args.k"),
                        atOnce(1).keyedBy("args.l"))
                .group("@g", List.of("t", "u"), atOnce(4))
                .everyTool(atOnce(5))
                .build());
        Map<String, Object> both = Map.of("k", "a", "l", "a");

        assertThat(put(engine, ToolCall.of("t", both))).isEqualTo(Verdict.ALLOW);
        assertThat(engine.explain(ToolCall.of("t", both)).places())
                .extracting(Explanation.ConcurrencyEvaluation::held)
                .containsExactly(1, 1, 1, 1, 1, 1);
        assertThat(engine.explain(ToolCall.of("t", Map.of("k", "b", "l", "c"))).places())
                .extracting(Explanation.ConcurrencyEvaluation::held)
                .containsExactly(1, 1, 0, 0, 1, 1);
        assertThat(put(engine, ToolCall.of("t", both))).isEqualTo("deny CONCURRENCY_EXCEEDED /tools/t/concurrent/2");
        assertThat(put(engine, ToolCall.of("u", Map.of()))).isEqualTo(Verdict.ALLOW);
        assertThat(engine.explain(ToolCall.of("u", Map.of())).places())
                .extracting(Explanation.ConcurrencyEvaluation::held)
                .containsExactly(2, 2);
    }

    @Test
    void a_full_place_charges_nothing_and_a_limit_that_refuses_takes_no_place() {
        PolicyEngine engine = engine(atOnce(1), limit("calls", DAY, "2"));
        Decision.Allow first = Verdict.allow(engine.decide(CALL));
        assertThat(put(engine, CALL)).isEqualTo(FULL);
        engine.finish(CALL, first, ToolOutcome.RETURNED);
        engine.finish(CALL, Verdict.allow(engine.decide(CALL)), ToolOutcome.RETURNED);

        assertThat(put(engine, CALL)).isEqualTo("deny LIMIT_EXCEEDED /tools/t/limits/0");
        assertThat(held(engine)).isZero();
    }

    @Test
    void of_several_that_refuse_what_no_waiting_helps_comes_first_then_a_place_then_a_wait() {
        PolicyEngine engine = engine(
                limit("short", Window.Calendar.HOUR, "1"),
                atOnce(1),
                limit("sum", DAY, "5").of("args.n"));
        assertThat(put(engine, ToolCall.of("t", Map.of("n", 1)))).isEqualTo(Verdict.ALLOW);

        assertThat(put(engine, ToolCall.of("t", Map.of("n", 6)))).isEqualTo("deny LIMIT_EXCEEDED /tools/t/limits/1");
        assertThat(put(engine, ToolCall.of("t", Map.of("n", 5)))).isEqualTo(FULL);
        assertThat(Verdict.of(engine.explain(ToolCall.of("t", Map.of("n", 5))).decision()))
                .isEqualTo(FULL);
    }

    @Test
    void what_no_waiting_helps_is_told_in_the_order_of_the_rules() {
        Draft places = atOnce(1).keyedBy("args.k");
        Draft sum = limit("sum", DAY, "5").of("args.n");

        assertThat(put(engine(sum, places), ToolCall.of("t", Map.of("n", 6))))
                .isEqualTo("deny LIMIT_EXCEEDED /tools/t/limits/0");
        assertThat(put(engine(places, sum), ToolCall.of("t", Map.of("n", 6))))
                .isEqualTo("deny INVALID_KEY /tools/t/concurrent/0");
        assertThat(put(
                        engine(TestPolicy.allowing()
                                .tool("t", limit("calls", DAY, "9"))
                                .group("@g", List.of("t"), places)
                                .everyTool(sum)
                                .build()),
                        ToolCall.of("t", Map.of("n", 6))))
                .isEqualTo("deny INVALID_KEY /groups/@g/concurrent/0");
    }

    @Test
    void a_call_that_waits_for_a_human_takes_no_place_before_the_yes() {
        PolicyEngine engine = engine(approval(), atOnce(1), limit("calls", DAY, "9"));
        Decision.ApprovalRequired first = Verdict.approval(engine.decide(CALL));
        Decision.ApprovalRequired second = Verdict.approval(engine.decide(CALL));
        assertThat(held(engine)).isZero();

        Decision.Allow running = Verdict.allow(engine.approve(first));
        assertThat(held(engine)).isOne();
        engine.finish(CALL, running, ToolOutcome.RETURNED);
        assertThat(Verdict.of(engine.approve(second))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void a_place_that_is_full_after_the_yes_denies_and_gives_the_charges_back() {
        PolicyEngine engine = engine(approval(where("args.ask", "exists", true)), atOnce(1), limit("calls", DAY, "9"));
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(ToolCall.of("t", Map.of("ask", 1))));
        assertThat(put(engine, CALL)).isEqualTo(Verdict.ALLOW);
        assertThat(engine.explain(CALL).limits().get(0).used()).isEqualByComparingTo("2");

        assertThat(Verdict.of(engine.approve(asked))).isEqualTo(FULL);

        assertThat(engine.explain(CALL).limits().get(0).used()).isEqualByComparingTo("1");
        assertThat(held(engine)).isOne();
    }

    @Test
    void a_place_alone_is_taken_after_the_yes_too() {
        PolicyEngine engine = engine(approval(), atOnce(1));
        Decision.ApprovalRequired first = Verdict.approval(engine.decide(CALL));
        Decision.ApprovalRequired second = Verdict.approval(engine.decide(CALL));

        assertThat(Verdict.of(engine.approve(first))).isEqualTo(Verdict.ALLOW);
        assertThat(Verdict.of(engine.approveAsync(second).toCompletableFuture().join()))
                .isEqualTo(FULL);
    }

    @Test
    void an_embedded_call_that_is_never_finished_loses_its_place_when_the_lease_ends() {
        PolicyEngine engine = engine(atOnce(1).leasedFor(Duration.ofSeconds(30)));
        Decision.Allow lost = Verdict.allow(engine.decide(CALL));
        clock.advance(Duration.ofSeconds(29));
        assertThat(put(engine, CALL)).isEqualTo(FULL);
        clock.advance(Duration.ofSeconds(1));

        assertThat(put(engine, CALL)).isEqualTo(Verdict.ALLOW);
        engine.finish(CALL, lost, ToolOutcome.RETURNED);
        assertThat(put(engine, CALL)).as("the place of another").isEqualTo(FULL);
    }

    @Test
    void an_embedded_call_that_is_renewed_keeps_its_place_until_it_is_finished() {
        PolicyEngine engine = engine(atOnce(1).leasedFor(Duration.ofSeconds(30)));
        Decision.Allow running = Verdict.allow(engine.decide(CALL));
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofSeconds(10));
            assertThat(engine.renew(running).toCompletableFuture().join()).isTrue();
        }
        assertThat(put(engine, CALL)).isEqualTo(FULL);

        clock.advance(Duration.ofSeconds(30));
        assertThat(engine.renew(running).toCompletableFuture().join()).isFalse();
        assertThat(put(engine, CALL)).isEqualTo(Verdict.ALLOW);
        assertThat(engine.renew(Verdict.allow(engine.decide(ToolCall.of("u", Map.of()))))
                        .toCompletableFuture()
                        .join())
                .as("a call without places")
                .isTrue();
    }

    @Test
    void a_store_that_fails_denies_though_every_limit_fails_open_where_a_place_is_wanted() {
        BreakableStore broken = new BreakableStore();
        broken.onReserve = BreakableStore.Fault.THROWS;
        Draft limit = limit("calls", DAY, "9").failingOpen();
        PolicyEngine open = PolicyEngine.builder(TestPolicy.ofTool(limit))
                .clock(clock)
                .store(broken)
                .build();
        PolicyEngine placed = PolicyEngine.builder(TestPolicy.ofTool(limit, atOnce(1)))
                .clock(clock)
                .store(broken)
                .build();
        PolicyEngine asking = PolicyEngine.builder(TestPolicy.ofTool(approval(), limit, atOnce(1)))
                .clock(clock)
                .store(broken)
                .build();

        assertThat(put(open, CALL)).isEqualTo(Verdict.ALLOW);
        assertThat(put(placed, CALL)).isEqualTo("deny STORE_UNAVAILABLE /tools/t/concurrent/0");
        assertThat(Verdict.of(placed.decideAsync(CALL).toCompletableFuture().join()))
                .isEqualTo("deny STORE_UNAVAILABLE /tools/t/concurrent/0");
        Decision.ApprovalRequired asked = Verdict.approval(asking.decide(CALL));
        assertThat(Verdict.of(asking.approve(asked))).isEqualTo("deny STORE_UNAVAILABLE /tools/t/concurrent/0");
    }

    @Test
    void callers_who_choose_values_of_a_key_do_not_fill_the_store() {
        InMemoryCounterStore small = new InMemoryCounterStore(8, 2);
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(atOnce(1).keyedBy("args.k")))
                .clock(clock)
                .store(small)
                .build();
        Caller[] callers = {Caller.ofPrincipal("p"), Caller.ofGrant("g"), Caller.anonymous()};
        Decision.Allow first = null;
        for (Caller caller : callers) {
            for (int i = 0; i < 3; i++) {
                ToolCall call = ToolCall.of("t", Map.of("k", caller + " " + i), caller);
                Decision decision = engine.decide(call);
                first = first == null ? Verdict.allow(decision) : first;
                boolean isFull = i == 2 || caller.isAnonymous();
                assertThat(Verdict.of(decision))
                        .as("%s %d", caller, i)
                        .isEqualTo(isFull ? "deny STORE_FULL /tools/t/concurrent/0" : Verdict.ALLOW);
                assertThat(Verdict.of(engine.explain(ToolCall.of("t", Map.of("k", "more"), caller))
                                .decision()))
                        .isEqualTo(
                                i == 0 && !caller.isAnonymous()
                                        ? Verdict.ALLOW
                                        : "deny STORE_FULL /tools/t/concurrent/0");
            }
        }
        assertThat(first).isNotNull();
        engine.finish(CALL, first, ToolOutcome.RETURNED);

        assertThat(put(engine, ToolCall.of("t", Map.of("k", "new"), Caller.anonymous())))
                .isEqualTo(Verdict.ALLOW);
        clock.advance(Duration.ofMinutes(1));
        assertThat(put(engine, ToolCall.of("t", Map.of("k", "new"), callers[0])))
                .isEqualTo(Verdict.ALLOW);
    }

    @Test
    void a_changed_max_or_lease_keeps_who_runs_and_another_scope_or_key_does_not() {
        assertThat(put(engine(atOnce(1)), CALL)).isEqualTo(Verdict.ALLOW);

        assertThat(put(engine(atOnce(1).leasedFor(Duration.ofSeconds(5))), CALL))
                .isEqualTo(FULL);
        assertThat(put(engine(atOnce(1).per(Scope.GRANT)), CALL)).isEqualTo(Verdict.ALLOW);
        assertThat(put(engine(atOnce(1).keyedBy("args.k")), CALL)).isEqualTo(Verdict.ALLOW);
        assertThat(put(engine(atOnce(2)), CALL)).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void a_clock_that_is_put_back_frees_places_no_later_than_a_lease_from_then() {
        PolicyEngine engine = engine(atOnce(1));
        clock.set("2030-01-15T12:00:00Z");
        assertThat(put(engine, CALL)).isEqualTo(Verdict.ALLOW);
        clock.set("2026-01-15T12:00:00Z");
        store.resetClock(clock.millis());

        assertThat(put(engine, CALL)).isEqualTo(FULL);
        clock.advance(Duration.ofSeconds(60));
        assertThat(put(engine, CALL)).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void a_place_in_shadow_mode_refuses_nobody_and_is_told() {
        for (Policy policy : List.of(
                TestPolicy.ofTool(atOnce(1).shadow()),
                TestPolicy.ofTool(atOnce(1)).withMode(Mode.SHADOW))) {
            List<String> told = new ArrayList<>();
            PolicyEngine engine = PolicyEngine.builder(policy)
                    .clock(clock)
                    .listener(event -> event.shadow()
                            .forEach(each -> told.add(
                                    each.denial() == null
                                            ? "allow"
                                            : each.denial().code().name())))
                    .build();
            Decision.Allow first = Verdict.allow(engine.decide(CALL));
            assertThat(put(engine, CALL)).isEqualTo(Verdict.ALLOW);
            engine.finish(CALL, first, ToolOutcome.RETURNED);
            Verdict.allow(engine.decide(CALL)).reservation().release();
            Verdict.allow(engine.decide(CALL)).reservation().settle(Map.of());
            assertThat(put(engine, CALL)).isEqualTo(Verdict.ALLOW);

            assertThat(told).containsExactly("allow", "CONCURRENCY_EXCEEDED", "allow", "allow", "allow");
            assertThat(engine.explain(CALL).places()).hasSize(1).first().satisfies(look -> {
                assertThat(look.held()).isOne();
                assertThat(look.mode()).isEqualTo(Mode.SHADOW);
            });
        }
    }

    @Test
    void a_call_that_is_denied_or_waits_for_a_human_in_force_holds_no_place_in_shadow_mode() {
        Policy denied = TestPolicy.ofTool(limit("calls", DAY, "1"));
        Policy asking = TestPolicy.ofTool(approval());
        for (Policy policy : List.of(denied, asking)) {
            PolicyEngine engine = PolicyEngine.builder(policy)
                    .clock(clock)
                    .listener(event -> {})
                    .shadow("next", PolicySource.of(TestPolicy.ofTool(atOnce(1))))
                    .build();
            if (engine.decide(CALL) instanceof Decision.Allow allow) {
                engine.finish(CALL, allow, ToolOutcome.RETURNED);
            }
            Decision refused = engine.decide(CALL);
            assertThat(refused).isNotInstanceOf(Decision.Allow.class);

            assertThat(engine.explain(CALL).shadow().get(0).kind().name()).isEqualTo("ALLOW");
        }
    }
}
