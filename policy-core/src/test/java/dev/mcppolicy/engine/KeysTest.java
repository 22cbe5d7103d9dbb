package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.KeyValue;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Limits with a key: a counter for each value of something, and none for what is no value. */
class KeysTest {
    private static final Window DAY = Window.Calendar.DAY;
    private static final String EXCEEDED = "deny LIMIT_EXCEEDED /tools/t/limits/0";
    private static final String INVALID = "deny INVALID_KEY /tools/t/limits/0";

    private static PolicyEngine engine(Draft... rules) {
        return PolicyEngine.builder(TestPolicy.ofTool(rules))
                .clock(new ManualClock("2026-01-15T12:00:00Z"))
                .build();
    }

    private static String put(PolicyEngine engine, Map<String, ? extends @Nullable Object> arguments) {
        return Verdict.of(engine.decide(ToolCall.of("t", arguments)));
    }

    private static Map<String, Object> of(Object value) {
        return Collections.singletonMap("k", value);
    }

    private static @Nullable KeyValue shown(PolicyEngine engine, Object value) {
        CounterKey counter =
                engine.explain(ToolCall.of("t", of(value))).limits().get(0).counter();
        return counter == null ? null : counter.value();
    }

    @Test
    void each_value_has_a_counter_of_its_own() {
        PolicyEngine engine = engine(limit("c", DAY, "1").keyedBy("args.k"));
        for (Object value : List.of("alice", "Alice", "alice ", "", "5a", 5, 6, -5, 0.5, true, false, "null", "[]")) {
            assertThat(put(engine, of(value))).as("%s", value).isEqualTo(Verdict.ALLOW);
            assertThat(put(engine, of(value))).as("%s again", value).isEqualTo(EXCEEDED);
        }
    }

    @Test
    void what_looks_alike_shares_a_counter() {
        for (List<Object> alike : List.<List<Object>>of(
                List.of(
                        5,
                        5L,
                        5.0,
                        5f,
                        new BigDecimal("5.00"),
                        new BigDecimal("0.5e1"),
                        BigInteger.valueOf(5),
                        "5",
                        "5.0",
                        "5e0",
                        " 5 ",
                        "0.5E+1",
                        "5.00"),
                List.of(0, 0.0, -0.0, "0", "-0", "0e9"),
                List.of(0.1, new BigDecimal("0.1"), "0.1", "1e-1"),
                List.of(true, "true", " true", "true\n"),
                List.of(false, "false"),
                List.of(1e300, new BigDecimal("1e300"), "1e300", "1E+300"))) {
            for (Object first : alike) {
                PolicyEngine engine = engine(limit("c", DAY, "1").keyedBy("args.k"));
                assertThat(put(engine, of(first))).as("%s", first).isEqualTo(Verdict.ALLOW);
                for (Object second : alike) {
                    assertThat(put(engine, of(second)))
                            .as("%s after %s", second, first)
                            .isEqualTo(EXCEEDED);
                }
            }
        }
    }

    @Test
    void what_is_no_value_denies_and_charges_nothing() {
        PolicyEngine engine = engine(limit("c", DAY, "1").keyedBy("args.k"), limit("all", DAY, "1"));
        for (Object value : Arrays.asList(
                null,
                List.of("alice"),
                List.of(),
                Map.of(),
                Map.of("k", "alice"),
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                new BigDecimal("1e20000"),
                BigInteger.TEN.pow(1_200),
                "1e20000",
                "9".repeat(3_000))) {
            assertThat(put(engine, of(value))).as("%s", value).isEqualTo(INVALID);
        }
        assertThat(put(engine, Map.of())).isEqualTo(INVALID);
        assertThat(Verdict.of(engine.decide(ToolCall.of("t", null)))).isEqualTo(INVALID);
        assertThat(put(engine, of("alice"))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void a_step_that_has_no_meaning_for_a_value_denies() {
        PolicyEngine engine = engine(limit("c", DAY, "1").keyedBy("args.k.id"));

        assertThat(put(engine, of("alice"))).isEqualTo(INVALID);
        assertThat(put(engine, of(List.of(Map.of("id", "alice"))))).isEqualTo(INVALID);
        assertThat(put(engine, of(Map.of("id", "alice")))).isEqualTo(Verdict.ALLOW);
        assertThat(put(engine, of(Map.of("id", "alice", "more", 1)))).isEqualTo(EXCEEDED);
    }

    @Test
    void several_paths_make_one_value_whose_parts_keep_their_places() {
        PolicyEngine engine = engine(limit("c", DAY, "1").keyedBy("args.a,args.b"));
        for (List<Object> values : List.<List<Object>>of(
                List.of("x", "y"), List.of("y", "x"), List.of("x, y", ""), List.of("x", "y, "), List.of("x,", "y"))) {
            Map<String, Object> arguments = Map.of("a", values.get(0), "b", values.get(1));
            assertThat(put(engine, arguments)).as("%s", values).isEqualTo(Verdict.ALLOW);
            assertThat(put(engine, arguments)).as("%s again", values).isEqualTo(EXCEEDED);
        }
        assertThat(put(engine, Map.of("a", "x"))).isEqualTo(INVALID);
        assertThat(put(engine, Map.of("b", "y"))).isEqualTo(INVALID);
    }

    @Test
    void all_arguments_together_are_a_value_and_what_looks_alike_anywhere_in_them_shares_it() {
        PolicyEngine engine = engine(limit("c", DAY, "1").keyedBy("args"));

        assertThat(put(engine, Map.of("a", List.of(Map.of("n", 5)), "b", true))).isEqualTo(Verdict.ALLOW);
        assertThat(put(engine, Map.of("b", "true", "a", List.of(Map.of("n", "5.0")))))
                .isEqualTo(EXCEEDED);
        assertThat(put(engine, Map.of("a", List.of(Map.of("n", 6)), "b", true))).isEqualTo(Verdict.ALLOW);
        assertThat(put(engine, Map.of())).isEqualTo(Verdict.ALLOW);
        assertThat(Verdict.of(engine.decide(ToolCall.of("t", null)))).isEqualTo(EXCEEDED);
        Map<String, Object> same = new HashMap<>();
        same.put("b", "true");
        same.put("a", List.of(Map.of("n", new BigDecimal("5.000"))));
        assertThat(put(engine, same)).isEqualTo(EXCEEDED);
        assertThat(put(engine, Map.of("a", List.of(Double.NaN)))).isEqualTo(INVALID);
        assertThat(put(engine, Map.of("a", Map.of("b", "1e20000")))).isEqualTo(INVALID);
    }

    @Test
    void a_key_counts_within_its_scope() {
        PolicyEngine engine = engine(limit("c", DAY, "1").per(Scope.GRANT).keyedBy("args.k"));
        List<Caller> callers = List.of(Caller.ofGrant("a"), Caller.ofGrant("b"));
        for (Caller caller : callers) {
            assertThat(Verdict.of(engine.decide(ToolCall.of("t", of("x"), caller))))
                    .isEqualTo(Verdict.ALLOW);
            assertThat(Verdict.of(engine.decide(ToolCall.of("t", of("x"), caller))))
                    .isEqualTo(EXCEEDED);
            assertThat(Verdict.of(engine.decide(ToolCall.of("t", of("y"), caller))))
                    .isEqualTo(Verdict.ALLOW);
        }
        assertThat(Verdict.of(engine.decide(ToolCall.of("t", of("x"), Caller.unidentified()))))
                .isEqualTo("deny CALLER_UNKNOWN /tools/t/limits/0");
        assertThat(Verdict.of(engine.decide(ToolCall.of("t", of(null), Caller.unidentified()))))
                .isEqualTo("deny CALLER_UNKNOWN /tools/t/limits/0");
    }

    @Test
    void a_key_stands_with_an_amount_and_is_asked_for_first() {
        PolicyEngine engine = engine(limit("c", DAY, "10").of("args.n").keyedBy("args.k"));

        assertThat(put(engine, Map.of("k", "a", "n", 6))).isEqualTo(Verdict.ALLOW);
        assertThat(put(engine, Map.of("k", "a", "n", 6))).isEqualTo(EXCEEDED);
        assertThat(put(engine, Map.of("k", "b", "n", 6))).isEqualTo(Verdict.ALLOW);
        assertThat(put(engine, Map.of("n", "x"))).isEqualTo(INVALID);
        assertThat(put(engine, Map.of("k", "a", "n", "x"))).isEqualTo("deny INVALID_AMOUNT /tools/t/limits/0");
    }

    @Test
    void people_see_the_beginning_of_a_value_and_nothing_of_all_arguments() {
        PolicyEngine engine = engine(limit("c", DAY, "1").keyedBy("args.k"));

        assertThat(shown(engine, "acme").shown()).isEqualTo("acme");
        assertThat(shown(engine, "5.0").shown()).isEqualTo("5");
        assertThat(shown(engine, "a\u0000\u202eb").shown()).isEqualTo("a\\u0000\\u202Eb");
        String cut = shown(engine, "x".repeat(500_000)).shown();
        assertThat(cut).hasSize(64).endsWith("x…");
        assertThat(shown(engine, "x".repeat(500_000)).digest())
                .isNotEqualTo(shown(engine, "x".repeat(499_999)).digest());
        assertThat(shown(engine(limit("c", DAY, "1").keyedBy("args")), "secret").shown())
                .isEmpty();
        assertThat(shown(engine, List.of())).isNull();
    }

    @Test
    void a_counters_text_holds_no_value_of_a_key() {
        PolicyEngine engine = engine(limit("c", DAY, "1").keyedBy("args.k"));
        CounterKey counter =
                engine.explain(ToolCall.of("t", of("secret"))).limits().get(0).counter();

        assertThat(counter.toString())
                .isEqualTo(counter.encoded())
                .doesNotContain("secret")
                .contains("args.k");
    }

    @Test
    void the_denials_words_hold_no_value_of_a_key() {
        PolicyEngine engine = engine(limit("_rate_day", DAY, "1").keyedBy("args.k"));
        assertThat(put(engine, of("secret"))).isEqualTo(Verdict.ALLOW);

        for (Object value : List.of("secret", List.of("secret"))) {
            String decision = engine.decide(ToolCall.of("t", of(value))).toString();
            assertThat(decision).contains("Deny").doesNotContain("secret");
        }
    }

    @Test
    void another_key_is_another_counter() {
        ReplaceablePolicy source =
                new ReplaceablePolicy(TestPolicy.ofTool(limit("c", DAY, "1").keyedBy("args.k")));
        PolicyEngine engine = PolicyEngine.builder(source)
                .clock(new ManualClock("2026-01-15T12:00:00Z"))
                .build();
        assertThat(put(engine, of("a"))).isEqualTo(Verdict.ALLOW);

        source.replace(TestPolicy.ofTool(limit("c", DAY, "1")));
        assertThat(put(engine, of("a"))).isEqualTo(Verdict.ALLOW);
        source.replace(TestPolicy.ofTool(limit("c", DAY, "1").keyedBy("args")));
        assertThat(put(engine, of("a"))).isEqualTo(Verdict.ALLOW);
        source.replace(TestPolicy.ofTool(limit("c", DAY, "5").keyedBy("args.k")));
        assertThat(engine.explain(ToolCall.of("t", of("a"))).limits().get(0).used())
                .isEqualByComparingTo("1");
    }

    @Test
    void a_counter_with_a_key_is_read_by_its_own_rule_alone() {
        Draft reader = Draft.require(where("state.t.c", "lt", 5));

        assertThatThrownBy(() -> TestPolicy.ofTool(limit("c", DAY, "9").keyedBy("args.k"), reader))
                .hasMessage("`state.t.c` reads a counter with a key, which only its own rule can");
        assertThat(TestPolicy.ofTool(limit("c", DAY, "9"), reader)).isNotNull();
    }

    @Test
    void a_rule_that_reads_its_own_counter_reads_that_of_the_calls_value() {
        RuleId id = RuleId.pointer("r");
        Limit counts = (Limit) limit("c", DAY, "9").keyedBy("args.k").at(id);
        Policy policy = new PolicyParts("p", PolicyFormat.INTERCEPT, DefaultAction.DENY)
                .tools(Map.of(
                        "t",
                        new ToolPolicy(
                                List.of(new Require(RuleHead.of(id), List.of(where("state.t.c", "lt", 2))), counts))))
                .policy();
        PolicyEngine engine = PolicyEngine.builder(policy)
                .clock(new ManualClock("2026-01-15T12:00:00Z"))
                .build();

        for (String value : List.of("a", "b")) {
            assertThat(put(engine, of(value))).isEqualTo(Verdict.ALLOW);
            assertThat(put(engine, of(value))).isEqualTo(Verdict.ALLOW);
            assertThat(put(engine, of(value))).isEqualTo("deny DENIED_BY_RULE /r");
        }
        assertThat(put(engine, of(null))).isEqualTo("deny CANNOT_EVALUATE /r");
    }

    /** Whatever two values are: they share a counter exactly when equality does not tell them apart, directly or by a third. */
    @Property(tries = 40)
    void values_share_a_counter_as_the_oracle_says(@ForAll long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        for (String paths : List.of("args.x", "args.x,args.y", "args")) {
            LimitKey key = ((Limit) limit("c", DAY, "1").keyedBy(paths).at(RuleId.pointer("r"))).key();
            Map<Object, CounterKey> counters = new HashMap<>();
            Map<CounterKey, Object> values = new HashMap<>();
            PolicyEngine engine = engine(limit("c", DAY, "1").keyedBy(paths));
            for (int i = 0; i < 60; i++) {
                ToolCall call = ToolCall.of("t", random.arguments());
                CounterKey counter = engine.explain(call).limits().get(0).counter();
                Object value = OracleValues.keyValue(key, call);
                assertThat(counter == null).as("%s", call).isEqualTo(value == null);
                if (value != null) {
                    assertThat(counters.computeIfAbsent(value, any -> counter))
                            .as("%s", call)
                            .isEqualTo(counter);
                    assertThat(values.computeIfAbsent(counter, any -> value))
                            .as("%s", call)
                            .isEqualTo(value);
                }
            }
        }
    }
}
