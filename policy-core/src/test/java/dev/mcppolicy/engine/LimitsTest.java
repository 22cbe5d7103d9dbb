package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits: amounts, bounds, scopes and what a policy may ask of a counter. */
class LimitsTest {
    private static final Window HOUR = Window.Calendar.HOUR;
    private static final String EXCEEDED = "deny LIMIT_EXCEEDED /tools/t/limits/0";
    private static final String INVALID = "deny INVALID_AMOUNT /tools/t/limits/0";
    private static final String UNKNOWN = "deny CALLER_UNKNOWN /tools/t/limits/0";

    private static PolicyEngine engine(Draft... rules) {
        return PolicyEngine.builder(TestPolicy.ofTool(rules))
                .clock(new ManualClock("2026-01-15T12:00:00Z"))
                .build();
    }

    private static String spend(PolicyEngine engine, Object amount) {
        return Verdict.of(engine.decide(ToolCall.of("t", Collections.singletonMap("a", amount))));
    }

    private static String by(PolicyEngine engine, Caller caller) {
        return Verdict.of(engine.decide(ToolCall.of("t", null, caller)));
    }

    private static BigDecimal used(PolicyEngine engine) {
        return engine.explain(ToolCall.of("t", Map.of("a", 1))).limits().get(0).used();
    }

    @Test
    void an_amount_is_exact_and_rounds_up_past_a_millionth() {
        PolicyEngine engine = engine(limit("spend", HOUR, "0.3").of("args.a"));
        assertThat(spend(engine, 0.1)).isEqualTo(Verdict.ALLOW);
        assertThat(spend(engine, 0.2)).isEqualTo(Verdict.ALLOW);
        assertThat(used(engine)).isEqualByComparingTo("0.3");
        assertThat(spend(engine, new BigDecimal("0.0000000001"))).isEqualTo(EXCEEDED);
        assertThat(spend(engine, 0)).isEqualTo(Verdict.ALLOW);

        PolicyEngine fine = engine(limit("spend", HOUR, "1").of("args.a"));
        assertThat(spend(fine, new BigDecimal("0.0000011"))).isEqualTo(Verdict.ALLOW);
        assertThat(used(fine)).isEqualByComparingTo("0.000002");
    }

    @Test
    void an_amount_that_is_no_amount_denies_and_lowers_no_counter() {
        PolicyEngine engine = engine(limit("spend", HOUR, "10").of("args.a"));
        assertThat(spend(engine, 4)).isEqualTo(Verdict.ALLOW);
        for (Object amount : Arrays.asList(
                null,
                "4",
                true,
                List.of(4),
                Map.of("a", 4),
                -1,
                -0.0000001,
                new BigDecimal("-1e-10000"),
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                BigInteger.TEN.pow(2_000),
                new BigDecimal("1e20000"),
                new BigDecimal("1e10000"),
                new BigDecimal("9223372036854.775808"),
                1e300)) {
            assertThat(spend(engine, amount)).as("%s", amount).isEqualTo(INVALID);
        }
        assertThat(Verdict.of(engine.decide(ToolCall.of("t", null)))).isEqualTo(INVALID);
        assertThat(used(engine)).isEqualByComparingTo("4");
        for (Object zero : List.of(0, -0.0, new BigDecimal("0e100"), new BigDecimal("0e-9000"), 0f)) {
            assertThat(spend(engine, zero)).as("%s", zero).isEqualTo(Verdict.ALLOW);
        }
        assertThat(used(engine)).isEqualByComparingTo("4");
        assertThat(spend(engine, new BigDecimal("9223372036854.775807"))).isEqualTo(EXCEEDED);
        assertThat(spend(engine, 6)).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void a_fixed_increment_counts_in_whole_numbers_or_millionths() {
        PolicyEngine half = engine(limit("calls", HOUR, "1.2").by("0.5"));
        assertThat(by(half, Caller.anonymous())).isEqualTo(Verdict.ALLOW);
        assertThat(by(half, Caller.anonymous())).isEqualTo(Verdict.ALLOW);
        assertThat(by(half, Caller.anonymous())).isEqualTo(EXCEEDED);
        PolicyEngine threes = engine(limit("calls", HOUR, "7.9").by("3.00"));
        assertThat(by(threes, Caller.anonymous())).isEqualTo(Verdict.ALLOW);
        assertThat(by(threes, Caller.anonymous())).isEqualTo(Verdict.ALLOW);
        assertThat(by(threes, Caller.anonymous())).isEqualTo(EXCEEDED);
        assertThat(used(threes)).isEqualByComparingTo("6");
    }

    @Test
    void a_limit_without_bound_only_counts() {
        PolicyEngine engine = engine(limit("calls", HOUR, "1").bound(null));
        for (int i = 0; i < 100; i++) {
            assertThat(by(engine, Caller.anonymous())).isEqualTo(Verdict.ALLOW);
        }
        assertThat(used(engine)).isEqualByComparingTo("100");
    }

    @Test
    void a_global_limit_counts_all_callers_together() {
        PolicyEngine engine = engine(limit("calls", HOUR, "2"));
        assertThat(by(engine, Caller.ofGrant("a"))).isEqualTo(Verdict.ALLOW);
        assertThat(by(engine, Caller.unidentified())).isEqualTo(Verdict.ALLOW);
        assertThat(by(engine, Caller.anonymous())).isEqualTo(EXCEEDED);
    }

    @Test
    void a_grant_and_a_principal_are_counted_apart_and_never_confused() {
        PolicyEngine grants = engine(limit("calls", HOUR, "1").per(Scope.GRANT));
        assertThat(by(grants, Caller.ofGrant("a").withPrincipal("p"))).isEqualTo(Verdict.ALLOW);
        assertThat(by(grants, Caller.ofGrant("a").withPrincipal("q").withSession("s")))
                .isEqualTo(EXCEEDED);
        assertThat(by(grants, Caller.ofGrant("b"))).isEqualTo(Verdict.ALLOW);
        assertThat(by(grants, Caller.ofPrincipal("a"))).isEqualTo(UNKNOWN);
        assertThat(by(grants, Caller.unidentified().withSession("s"))).isEqualTo(UNKNOWN);
        PolicyEngine principals = engine(limit("calls", HOUR, "1").per(Scope.PRINCIPAL));
        assertThat(by(principals, Caller.ofPrincipal("a").withGrant("g"))).isEqualTo(Verdict.ALLOW);
        assertThat(by(principals, Caller.ofPrincipal("a").withGrant("h"))).isEqualTo(EXCEEDED);
        assertThat(by(principals, Caller.ofGrant("a"))).isEqualTo(UNKNOWN);
    }

    @Test
    void a_session_is_counted_with_the_principal_or_grant_where_known() {
        PolicyEngine engine = engine(limit("calls", HOUR, "1").per(Scope.SESSION));
        assertThat(by(engine, Caller.ofPrincipal("p").withSession("s"))).isEqualTo(Verdict.ALLOW);
        assertThat(by(engine, Caller.ofPrincipal("p").withSession("s"))).isEqualTo(EXCEEDED);
        assertThat(by(engine, Caller.ofPrincipal("q").withSession("s"))).isEqualTo(Verdict.ALLOW);
        assertThat(by(engine, Caller.ofGrant("p").withSession("s"))).isEqualTo(Verdict.ALLOW);
        assertThat(by(engine, Caller.ofPrincipal("p"))).isEqualTo(Verdict.ALLOW);
        assertThat(by(engine, Caller.ofPrincipal("p").withGrant("g"))).isEqualTo(EXCEEDED);
        assertThat(by(engine, Caller.unidentified().withSession("s"))).isEqualTo(Verdict.ALLOW);
        assertThat(by(engine, Caller.anonymous().withSession("s"))).isEqualTo(EXCEEDED);
        assertThat(by(engine, Caller.unidentified())).isEqualTo(UNKNOWN);
        assertThat(by(engine, Caller.anonymous())).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void callers_that_cannot_be_told_apart_share_one_count() {
        for (Scope scope : List.of(Scope.GRANT, Scope.PRINCIPAL, Scope.SESSION)) {
            PolicyEngine engine = engine(limit("calls", HOUR, "1").per(scope));
            assertThat(by(engine, Caller.anonymous())).isEqualTo(Verdict.ALLOW);
            assertThat(by(engine, Caller.anonymous().withClient("c"))).isEqualTo(EXCEEDED);
        }
    }

    @Test
    void where_callers_must_be_known_the_anonymous_one_is_denied() {
        for (Scope scope : List.of(Scope.GRANT, Scope.PRINCIPAL, Scope.SESSION)) {
            PolicyEngine engine = PolicyEngine.builder(
                            TestPolicy.ofTool(limit("calls", HOUR, "1").per(scope)))
                    .strictCallers()
                    .build();
            assertThat(by(engine, Caller.anonymous())).isEqualTo(UNKNOWN);
        }
        PolicyEngine global = PolicyEngine.builder(TestPolicy.ofTool(limit("calls", HOUR, "1")))
                .strictCallers()
                .build();
        assertThat(by(global, Caller.anonymous())).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void the_same_counter_name_in_two_tools_counts_apart_and_for_every_tool_together() {
        Policy policy = TestPolicy.allowing()
                .tool("a", limit("calls", HOUR, "1"))
                .tool("b", limit("calls", HOUR, "1"))
                .everyTool(limit("calls", HOUR, "2"))
                .build();
        PolicyEngine engine = PolicyEngine.of(policy);
        Verdict.allow(engine.decide(ToolCall.of("a", null)));
        assertThat(Verdict.of(engine.decide(ToolCall.of("a", null))))
                .isEqualTo("deny LIMIT_EXCEEDED /tools/a/limits/0");
        Verdict.allow(engine.decide(ToolCall.of("b", null)));
        assertThat(Verdict.of(engine.decide(ToolCall.of("c", null))))
                .isEqualTo("deny LIMIT_EXCEEDED /all_tools/limits/0");
    }

    @Test
    void two_limits_of_one_tool_cannot_have_one_counter() {
        assertThatThrownBy(() -> TestPolicy.ofTool(limit("n", HOUR, "1"), limit("n", Window.Calendar.DAY, "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two limits have the counter `n`");
        assertThatThrownBy(() -> TestPolicy.allowing()
                        .everyTool(limit("n", HOUR, "1"), limit("n", HOUR, "1"))
                        .build())
                .hasMessage("two limits have the counter `n`");
    }

    @Test
    void a_max_is_more_than_zero_and_fits_63_bits() {
        for (String none : List.of("0", "-1")) {
            assertThatThrownBy(() -> Bound.atMost(new BigDecimal(none)))
                    .hasMessage("a limit's max must be more than zero");
        }
        RuleId id = RuleId.pointer("x");
        assertThat(limit("n", HOUR, "9223372036854775807").at(id)).isNotNull();
        assertThatThrownBy(() -> limit("n", HOUR, "9223372036854775808").at(id))
                .hasMessage("the max is too large: counted in whole numbers it exceeds 63 bits");
        assertThat(limit("n", HOUR, "9223372036854.775807").of("args.a").at(id)).isNotNull();
        assertThatThrownBy(() ->
                        limit("n", HOUR, "9223372036854.775808").of("args.a").at(id))
                .hasMessage("the max is too large: counted in millionths it exceeds 63 bits");
        assertThatThrownBy(() -> limit("n", HOUR, "1e99999").at(id)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> limit("n", HOUR, "1")
                        .bound(Bound.below(new BigDecimal("9223372036854775807.5")))
                        .at(id))
                .hasMessage("the max is too large: counted in whole numbers it exceeds 63 bits");
        assertThatThrownBy(() -> limit("n", HOUR, "1").by("9223372036854775808").at(id))
                .hasMessage("the increment is too large to be counted");
        assertThatThrownBy(() -> limit("n", HOUR, "1").by("0")).hasMessage("an increment must be more than zero");
        assertThatThrownBy(() -> limit("", HOUR, "1").at(id)).hasMessage("a counter needs a name");
    }

    @Test
    void a_servers_counters_stay_apart_in_one_store() {
        var store = new dev.mcppolicy.counter.memory.InMemoryCounterStore(10);
        Policy policy = TestPolicy.ofTool(limit("calls", HOUR, "1"));
        for (String server : List.of("one", "two")) {
            PolicyEngine engine =
                    PolicyEngine.builder(policy).store(store).server(server).build();
            assertThat(by(engine, Caller.anonymous())).isEqualTo(Verdict.ALLOW);
            assertThat(by(engine, Caller.anonymous())).isEqualTo(EXCEEDED);
        }
        PolicyEngine third = PolicyEngine.builder(policy)
                .store(store)
                .server("one")
                .namespace("another")
                .build();
        assertThat(by(third, Caller.anonymous())).isEqualTo(Verdict.ALLOW);
    }
}
