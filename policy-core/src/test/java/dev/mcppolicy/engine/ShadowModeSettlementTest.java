package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcppolicy.counter.Settlement;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of the charges of shadow mode follows what becomes of the call. */
class ShadowModeSettlementTest {
    private static final ToolCall CALL = ToolCall.of("t", Map.of("x", 5));
    private static final Draft COUNTED = limit("calls", Window.Calendar.HOUR, "2");
    private static final Draft SPENT =
            limit("spent", Window.Calendar.HOUR, "100").of("args.x");
    private static final DecisionListener LISTENER = event -> {};

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");
    private final InMemoryCounterStore store = new InMemoryCounterStore(100);

    private PolicyEngine engine(Policy policy) {
        return PolicyEngine.builder(policy)
                .clock(clock)
                .store(store)
                .listener(LISTENER)
                .build();
    }

    /** What a counter holds, enforced or in shadow mode. */
    private static String used(PolicyEngine engine, String counter) {
        return engine.explain(CALL).limits().stream()
                .filter(look -> look.rule().counter().equals(counter))
                .map(look -> String.valueOf(look.used()))
                .findFirst()
                .map(text -> new BigDecimal(text).stripTrailingZeros().toPlainString())
                .orElseThrow();
    }

    private static Settlement reserved(PolicyEngine engine) {
        return Verdict.allow(engine.decide(CALL)).reservation();
    }

    @Test
    void a_call_that_never_ran_gives_back_what_shadow_mode_charged() {
        for (Policy policy : new Policy[] {
            TestPolicy.ofTool(COUNTED, SPENT.shadow()),
            TestPolicy.ofTool(COUNTED.shadow(), SPENT.shadow()),
            TestPolicy.ofTool(COUNTED, SPENT).withMode(Mode.SHADOW)
        }) {
            PolicyEngine engine = engine(policy);
            Settlement reservation = reserved(engine);
            assertThat(used(engine, "spent")).isEqualTo("5");

            reservation.release();
            reservation.release();

            assertThat(used(engine, "spent")).isEqualTo("0");
            assertThat(used(engine, "calls")).isEqualTo("0");
        }
    }

    /** An exception that other languages throw undeclared passed the shadow by, and the real charge stayed. */
    @ParameterizedTest
    @EnumSource(names = {"THROWS", "THROWS_ERROR", "THROWS_UNDECLARED"})
    void a_store_of_shadow_mode_that_fails_to_give_back_keeps_no_charge_in_force(BreakableStore.Fault fault) {
        BreakableStore broken = new BreakableStore();
        broken.onReplace = fault;
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(COUNTED, SPENT.shadow()))
                .clock(clock)
                .store(store)
                .shadowStore(broken)
                .listener(LISTENER)
                .build();

        reserved(engine).release();

        assertThat(used(engine, "calls")).isEqualTo("0");
    }

    @Test
    void a_call_that_ran_keeps_what_shadow_mode_charged() {
        PolicyEngine engine = engine(TestPolicy.ofTool(COUNTED, SPENT.shadow()));
        Settlement reservation = reserved(engine);

        reservation.commit();
        assertThat(reservation.isSettled()).isTrue();
        reservation.release();

        assertThat(used(engine, "calls")).isEqualTo("1");
        assertThat(used(engine, "spent")).isEqualTo("5");
    }

    @Test
    void the_real_amount_is_settled_in_shadow_mode_too() {
        for (Policy policy : new Policy[] {
            TestPolicy.ofTool(COUNTED, SPENT.shadow()),
            TestPolicy.ofTool(SPENT, COUNTED.shadow()),
            TestPolicy.ofTool(SPENT.shadow(), COUNTED),
            TestPolicy.ofTool(COUNTED, SPENT).withMode(Mode.SHADOW)
        }) {
            PolicyEngine engine = engine(policy);

            reserved(engine).settle(Map.of("spent", new BigDecimal("7")));

            assertThat(used(engine, "spent")).isEqualTo("7");
            assertThat(used(engine, "calls")).isEqualTo("1");
            store.resetClock(0);
        }
    }

    @Test
    void a_real_amount_of_nothing_is_settled_in_shadow_mode_too() {
        PolicyEngine engine = engine(TestPolicy.ofTool(SPENT.shadow(), COUNTED));

        assertThat(reserved(engine).settle(Map.of("spent", BigDecimal.ZERO)).toCompletableFuture())
                .isCompleted();

        assertThat(used(engine, "spent")).isEqualTo("0");
        assertThat(used(engine, "calls")).isEqualTo("1");
    }

    @Test
    void a_reservation_with_charges_of_shadow_mode_tells_of_its_own_alone() {
        PolicyEngine engine = engine(TestPolicy.ofTool(COUNTED, SPENT.shadow()));
        reserved(engine);
        Settlement second = reserved(engine);

        assertThat(second.charges()).hasSize(1);
        assertThat(second.before(0)).isEqualTo(1);
        assertThat(second.release().toCompletableFuture()).isCompleted();
    }

    @Test
    void a_tool_may_settle_a_counter_of_shadow_mode_whether_or_not_it_was_charged() {
        Policy denying = TestPolicy.ofTool(SPENT.shadow(), denyIf().shadow());
        Map<String, BigDecimal> actual = Map.of("spent", BigDecimal.TEN);

        reserved(engine(denying)).settle(actual);
        reserved(PolicyEngine.of(denying)).settle(actual);
        reserved(PolicyEngine.of(TestPolicy.ofTool(COUNTED, SPENT.shadow()))).settle(actual);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reserved(engine(denying)).settle(Map.of("other", BigDecimal.TEN)))
                .withMessage("no charge of this call has the counter `other`");
    }

    @Test
    void every_counter_is_one_of_shadow_mode_where_the_engine_enforces_nothing_and_no_other_is() {
        Policy denying = TestPolicy.ofTool(COUNTED, denyIf());
        PolicyEngine nothing = PolicyEngine.builder(denying)
                .clock(clock)
                .listener(LISTENER)
                .mode(Mode.SHADOW)
                .build();
        assertThat(reserved(nothing).settle(Map.of("calls", BigDecimal.ONE)).toCompletableFuture())
                .isCompleted();

        PolicyEngine something = engine(TestPolicy.allowing()
                .tool("t", COUNTED.shadow())
                .tool("other", SPENT)
                .build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reserved(something).settle(Map.of("spent", BigDecimal.ONE)))
                .withMessage("no charge of this call has the counter `spent`");
    }

    @Test
    void a_call_denied_by_the_policy_in_force_stays_charged_where_it_would_have_run() {
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(denyIf()))
                .clock(clock)
                .listener(LISTENER)
                .shadow("next", PolicySource.of(TestPolicy.ofTool(COUNTED)))
                .build();

        for (String expected : new String[] {"allow", "allow", "deny LIMIT_EXCEEDED /tools/t/limits/0"}) {
            assertThat(ShadowModeTest.said(engine.explain(CALL).shadow().get(0)))
                    .isEqualTo(expected);
            assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny DENIED_BY_RULE /tools/t/deny_if/0");
        }
    }

    @Test
    void what_waits_for_an_approval_is_judged_in_shadow_mode_once() {
        PolicyEngine engine = engine(TestPolicy.ofTool(approval(), COUNTED, SPENT.shadow()));

        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(CALL));
        assertThat(used(engine, "spent")).isEqualTo("5");
        Decision.Allow approved = Verdict.allow(engine.approve(asked));
        assertThat(used(engine, "spent")).isEqualTo("5");
        assertThat(used(engine, "calls")).isEqualTo("1");
        approved.reservation().release();
        assertThat(used(engine, "spent")).isEqualTo("0");
        assertThat(used(engine, "calls")).isEqualTo("0");
    }

    @Test
    void a_declined_approval_leaves_standing_what_shadow_mode_charged() {
        PolicyEngine engine = engine(TestPolicy.ofTool(approval().shadow(), approval(), COUNTED, SPENT.shadow()));

        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(CALL));
        assertThat(Verdict.of(engine.decline(asked))).startsWith("deny APPROVAL_DECLINED");

        assertThat(used(engine, "calls")).isEqualTo("0");
        assertThat(used(engine, "spent")).isEqualTo("5");
    }

    @Test
    void a_decision_that_could_not_be_recorded_charges_nothing_in_shadow_mode_either() {
        for (Draft rule : new Draft[] {COUNTED, approval(), denyIf()}) {
            Policy policy = TestPolicy.ofTool(rule);
            PolicyEngine engine = PolicyEngine.builder(policy)
                    .clock(clock)
                    .store(store)
                    .requiredListener(event -> {
                        throw new IllegalStateException("the disk is full");
                    })
                    .shadow("next", PolicySource.of(TestPolicy.ofTool(COUNTED)))
                    .shadowStore(store)
                    .build();

            for (int i = 0; i < 5; i++) {
                assertThat(Verdict.of(engine.decide(CALL))).startsWith("deny ");
                assertThat(ShadowModeTest.said(engine.explain(CALL).shadow().get(0)))
                        .isEqualTo("allow");
            }
        }
    }

    @Test
    void an_approval_in_shadow_mode_counts_as_given() {
        PolicyEngine engine = engine(TestPolicy.ofTool(approval().shadow(), COUNTED.shadow()));

        Settlement first = Verdict.allow(engine.decide(CALL)).reservation();
        assertThat(first.isSettled()).isFalse();
        first.commit();
        assertThat(first.isSettled()).isTrue();
        assertThat(used(engine, "calls")).isEqualTo("1");
        Verdict.allow(engine.decide(CALL)).reservation().release();
        assertThat(used(engine, "calls")).isEqualTo("1");
    }
}
