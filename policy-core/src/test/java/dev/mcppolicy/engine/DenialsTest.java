package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Denials: their order, codes, rules, labels and messages, and the limits of limits. */
class DenialsTest {
    private static final Window HOUR = Window.Calendar.HOUR;

    private final ManualClock clock = new ManualClock("2026-01-15T12:30:00Z");

    private PolicyEngine engine(Policy policy) {
        return PolicyEngine.builder(policy).clock(clock).build();
    }

    private Denial denial(Policy policy, ToolCall... calls) {
        PolicyEngine engine = engine(policy);
        for (int i = 0; i < calls.length - 1; i++) {
            Verdict.allow(engine.decide(calls[i]));
        }
        return Verdict.denial(engine.decide(calls[calls.length - 1]));
    }

    private static ToolCall call(Object arguments) {
        return ToolCall.of("t", arguments);
    }

    @Test
    void the_steps_are_taken_in_their_order() {
        TestPolicy policy = TestPolicy.denying()
                .hide("h")
                .tool(
                        "t",
                        limit("calls", HOUR, "1"),
                        require(where("args.a", "eq", 1)),
                        denyIf(where("args.b", "eq", 1)))
                .everyTool(denyIf(where("args.c", "eq", 1)), limit("all", HOUR, "1"));
        PolicyEngine engine = engine(policy.build());
        Map<String, Object> everything = Map.of("a", 2, "b", 1, "c", 1);

        assertThat(Verdict.of(engine.decide(ToolCall.of("h", List.of()))))
                .isEqualTo("deny INVALID_ARGUMENTS (arguments)");
        assertThat(Verdict.of(engine.decide(ToolCall.of("h", everything)))).isEqualTo("deny HIDDEN (hidden)");
        assertThat(Verdict.of(engine.decide(ToolCall.of("u", everything)))).isEqualTo("deny NOT_LISTED (default deny)");
        assertThat(Verdict.of(engine.decide(call(everything)))).isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
        assertThat(Verdict.of(engine.decide(call(Map.of("a", 1, "b", 1, "c", 1)))))
                .isEqualTo("deny DENIED_BY_RULE /tools/t/deny_if/0");
        assertThat(Verdict.of(engine.decide(call(Map.of("a", 1, "c", 1)))))
                .isEqualTo("deny DENIED_BY_RULE /all_tools/deny_if/0");
        assertThat(Verdict.of(engine.decide(call(Map.of("a", 1))))).isEqualTo(Verdict.ALLOW);
        assertThat(Verdict.of(engine.decide(call(Map.of("a", 1))))).isEqualTo("deny LIMIT_EXCEEDED /tools/t/limits/0");
    }

    @Test
    void rules_are_judged_in_document_order_whatever_their_kind() {
        Condition broken = where("args.a", "gt", 1);
        assertThat(Verdict.of(engine(TestPolicy.ofTool(denyIf(broken), require(where("args.b", "eq", 1))))
                        .decide(call(Map.of("a", "x")))))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/0");
        assertThat(Verdict.of(engine(TestPolicy.ofTool(require(where("args.b", "eq", 1)), denyIf(broken)))
                        .decide(call(Map.of("a", "x")))))
                .isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
    }

    @Test
    void a_star_hides_every_tool_and_lists_none() {
        PolicyEngine engine = engine(TestPolicy.allowing().hide("*").tool("t").build());

        assertThat(Verdict.denial(engine.decide(call(null))).message()).isEqualTo("Tool \"t\" is hidden by policy");
        assertThat(Verdict.of(engine.decide(ToolCall.of("u", null)))).isEqualTo("deny HIDDEN (hidden)");
        assertThat(engine.lists("t")).isFalse();
    }

    @Test
    void every_tools_rules_do_not_list_a_tool() {
        PolicyEngine engine =
                engine(TestPolicy.denying().everyTool(limit("all", HOUR, "5")).build());

        Denial denial = Verdict.denial(engine.decide(call(null)));
        assertThat(denial.code()).isEqualTo(DenialCode.NOT_LISTED);
        assertThat(denial.message()).isEqualTo("Tool \"t\" is not permitted by policy");
        assertThat(denial.ruleName()).isEqualTo("(default deny)");
    }

    @Test
    void an_unlisted_tool_under_default_allow_obeys_the_rules_for_every_tool() {
        Policy policy = TestPolicy.allowing()
                .tool("t", denyIf())
                .everyTool(limit("all", HOUR, "1"))
                .build();
        PolicyEngine engine = engine(policy);
        Verdict.allow(engine.decide(ToolCall.of("u", null)));
        assertThat(Verdict.of(engine.decide(ToolCall.of("v", null))))
                .isEqualTo("deny LIMIT_EXCEEDED /all_tools/limits/0");
    }

    /** Patterns of names would be put to it, and no bound on the arguments is one on the name. */
    @Test
    void a_name_of_a_tool_that_no_tool_can_have_is_refused_before_any_pattern_is_put_to_it() {
        Policy policy = TestPolicy.allowing()
                .hide(IntStream.range(0, 300)
                        .mapToObj(i -> "*" + "a".repeat(100) + "b" + i + "*")
                        .toArray(String[]::new))
                .build();

        assertThat(PolicyEngine.of(policy).decide(ToolCall.of("a".repeat(1_024), null)))
                .isInstanceOf(Decision.Allow.class);
        Denial denial = Verdict.denial(assertTimeoutPreemptively(Duration.ofSeconds(30), () -> PolicyEngine.of(policy)
                .decide(ToolCall.of("a".repeat(20_000_000), null))));
        assertThat(denial.code()).isEqualTo(DenialCode.INVALID_ARGUMENTS);
        assertThat(denial.message())
                .isEqualTo("Invalid arguments: the name of the tool is longer than 1024 characters");
        assertThat(denial.listed()).isFalse();
    }

    @Test
    void absent_arguments_are_an_empty_object() {
        assertThat(Verdict.of(engine(TestPolicy.ofTool(require(where("args.a", "exists", false))))
                        .decide(call(null))))
                .isEqualTo(Verdict.ALLOW);
    }

    @Test
    void arguments_are_a_json_object_within_the_limits() {
        Map<String, Object> cyclic = new HashMap<>();
        cyclic.put("self", cyclic);
        List<Object> wide = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            wide.add(i);
        }
        Map<Object, Object> oddNames = new HashMap<>(Map.of(5, 5));
        Object[][] cases = {
            {"text", "they are not an object"},
            {List.of(), "they are not an object"},
            {5, "they are not an object"},
            {oddNames, "a member name that is not a string"},
            {Map.of("a", 'c'), "a value that is not JSON"},
            {Map.of("a", Set.of()), "a value that is not JSON"},
            {Map.of("a", new Object[0]), "a value that is not JSON"},
            {Map.of("a", Map.of("b", new StringBuilder("secret"))), "a value that is not JSON"},
            {cyclic, "nested deeper than 64 levels"},
            {Map.of("a", wide), "more than 10000 values"},
            {Map.of("a", "x".repeat((1 << 20) + 1)), "more than 1048576 characters of text"},
            {Map.of("a".repeat(1 << 20), "b"), "more than 1048576 characters of text"},
            {Map.of("a", BigInteger.ONE.shiftLeft(4 << 20)), "more than 1048576 characters of text"},
            {Map.of("a", new BigDecimal(BigInteger.ONE.shiftLeft(4 << 20), 3)), "more than 1048576 characters of text"},
        };
        PolicyEngine engine = engine(TestPolicy.ofTool());
        for (Object[] wrongOne : cases) {
            for (ToolCall call : List.of(call(wrongOne[0]), call(wrongOne[0]).frozen(JsonLimits.DEFAULT))) {
                Denial denial = Verdict.denial(engine.decide(call));
                assertThat(denial.code()).isEqualTo(DenialCode.INVALID_ARGUMENTS);
                assertThat(denial.rule().value()).isEqualTo("(arguments)");
                assertThat(denial.message()).isEqualTo("Invalid arguments: " + wrongOne[1]);
            }
        }
    }

    @Test
    void arguments_at_the_limits_pass() {
        Object deep = 1;
        for (int i = 0; i < 63; i++) {
            deep = i % 2 == 0 ? List.of(deep) : Map.of("k", deep);
        }
        PolicyEngine engine = engine(TestPolicy.ofTool());
        List<Object> wide = new ArrayList<>();
        for (int i = 0; i < 9_998; i++) {
            wide.add(i);
        }
        for (Object arguments : List.of(
                Map.of("d", deep),
                Map.of("w", wide),
                Map.of("t", "x".repeat((1 << 20) - 1)),
                Map.of("n", Double.NaN))) {
            assertThat(Verdict.of(engine.decide(call(arguments)))).isEqualTo(Verdict.ALLOW);
            assertThat(Verdict.of(engine.decide(call(arguments).frozen(JsonLimits.DEFAULT))))
                    .isEqualTo(Verdict.ALLOW);
        }
        assertThat(Verdict.of(engine.decide(call(Map.of("d", List.of(deep))))))
                .isEqualTo("deny INVALID_ARGUMENTS (arguments)");
        wide.add(0);
        assertThat(Verdict.of(engine.decide(call(Map.of("w", wide))))).isEqualTo("deny INVALID_ARGUMENTS (arguments)");
        PolicyEngine small = PolicyEngine.builder(TestPolicy.ofTool())
                .argumentLimits(new JsonLimits(1, 2, 3))
                .build();
        assertThat(small.argumentLimits().maxNodes()).isEqualTo(2);
        assertThat(Verdict.of(small.decide(call(Map.of("a", "bc"))))).isEqualTo(Verdict.ALLOW);
        assertThat(Verdict.of(small.decide(call(Map.of("a", "bcd"))))).isEqualTo("deny INVALID_ARGUMENTS (arguments)");
        assertThat(Verdict.of(small.decide(call(Map.of("a", List.of())))))
                .isEqualTo("deny INVALID_ARGUMENTS (arguments)");
    }

    @Test
    void a_map_that_cannot_be_read_denies() {
        Map<String, Object> liar = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new java.util.ConcurrentModificationException("secret");
            }
        };
        PolicyEngine engine = engine(TestPolicy.ofTool());
        assertThat(Verdict.denial(engine.decide(call(liar).frozen(JsonLimits.DEFAULT)))
                        .message())
                .isEqualTo("Invalid arguments: they could not be read");
        assertThat(Verdict.of(engine.decide(call(liar)))).isEqualTo("deny INTERNAL_ERROR (engine)");
    }

    /** It was thrown through {@code guard} to whoever called it. */
    @Test
    void a_map_that_runs_out_of_stack_denies() throws Exception {
        Map<String, Object> endless = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new StackOverflowError();
            }
        };
        PolicyEngine engine = engine(TestPolicy.ofTool());

        assertThat(engine.<String, RuntimeException>guard(call(endless), guarded -> "ran", Denial::message))
                .isEqualTo("Invalid arguments: they could not be read");
        assertThat(engine.<String>guardAsync(
                                call(endless), guarded -> CompletableFuture.completedFuture("ran"), Denial::message)
                        .get())
                .isEqualTo("Invalid arguments: they could not be read");
    }

    @Test
    void the_label_is_the_name_or_says_what_the_rule_looks_at() {
        Condition amount = where("args.amount", "gt", 5);
        Map<String, Object> arguments = Map.of("amount", 6);
        assertThat(denial(TestPolicy.ofTool(denyIf(amount).named("cap")), call(arguments)))
                .returns("cap", Denial::ruleName)
                .returns("Denied by rule \"cap\"", Denial::message);
        assertThat(denial(TestPolicy.ofTool(denyIf(amount)), call(arguments)).ruleName())
                .isEqualTo("args.amount gt");
        assertThat(denial(TestPolicy.ofTool(denyIf()), call(arguments)).ruleName())
                .isEqualTo("deny");
        assertThat(denial(TestPolicy.ofTool(require(new Condition.Not(amount))), call(arguments))
                        .ruleName())
                .isEqualTo("not args.amount gt");
        assertThat(denial(TestPolicy.ofTool(require(new Condition.AnyOf(List.of()))), call(arguments))
                        .ruleName())
                .isEqualTo("require");
        assertThat(denial(
                                TestPolicy.ofTool(require(new Condition.NamedPredicate("office hours", a -> false))),
                                call(arguments))
                        .ruleName())
                .isEqualTo("office hours");
        assertThat(denial(TestPolicy.ofTool(require(new Condition.SchemaMatch("{}", a -> false))), call(arguments))
                        .ruleName())
                .isEqualTo("schema");
        Policy intercept =
                TestPolicy.allowing().inIntercept().tool("t", denyIf(amount)).build();
        assertThat(denial(intercept, call(arguments)).ruleName()).isEqualTo("/tools/t/deny_if/0");
        assertThat(denial(TestPolicy.ofTool(limit("calls", HOUR, "1")), call(null), call(null)))
                .returns("calls_per_hour", Denial::ruleName)
                .returns("Rate limit exceeded for calls_per_hour", Denial::message);
        assertThat(denial(
                        TestPolicy.ofTool(
                                limit("calls", new Window.Seconds(90), "1").named("slow")),
                        call(null),
                        call(null)))
                .returns("slow", Denial::ruleName);
    }

    @Test
    void the_authors_message_is_said_for_what_the_author_denies_and_no_argument_ever_is() {
        assertThat(denial(TestPolicy.ofTool(require(where("args.a", "eq", 1)).saying("Say one.")), call(null))
                        .message())
                .isEqualTo("Say one.");
        assertThat(denial(TestPolicy.ofTool(limit("calls", HOUR, "1").saying("Slower.")), call(null), call(null))
                        .message())
                .isEqualTo("Slower.");
        assertThat(denial(
                                TestPolicy.ofTool(
                                        require(where("args.a", "gt", 1)).saying("Say one.")),
                                call(Map.of("a", "secret")))
                        .message())
                .isEqualTo("Say one. (`args.a` cannot be told)");
        assertThat(denial(TestPolicy.ofTool(denyIf(where("args.a", "gt", 1))), call(Map.of("a", "secret")))
                        .message())
                .isEqualTo("Rule \"args.a gt\" cannot be evaluated for these arguments (`args.a` cannot be told)");
        assertThat(denial(TestPolicy.ofTool(limit("spend", HOUR, "1").of("args.a")), call(Map.of("a", "secret"))))
                .returns("The amount for \"spend_per_hour\" is missing or not valid", Denial::message)
                .returns(null, Denial::retryAfter);
        assertThat(denial(
                        TestPolicy.ofTool(limit("calls", HOUR, "1").per(Scope.PRINCIPAL)),
                        ToolCall.of("t", null, Caller.ofGrant("g"))))
                .returns(DenialCode.CALLER_UNKNOWN, Denial::code)
                .returns("The caller has no principal, by which \"calls_per_hour\" counts", Denial::message);
        assertThat(Verdict.denial(PolicyEngine.builder(new ReplaceablePolicy(null))
                                .build()
                                .decide(call(null)))
                        .message())
                .isEqualTo("There is no policy for this caller");
    }

    @Test
    void a_limit_says_how_long_to_wait_when_waiting_helps() {
        assertThat(denial(TestPolicy.ofTool(limit("calls", HOUR, "1")), call(null), call(null))
                        .retryAfter())
                .isEqualTo(Duration.ofMinutes(30));
        assertThat(denial(
                        TestPolicy.ofTool(limit("calls", HOUR, "1"), limit("daily", Window.Calendar.DAY, "1")),
                        call(null),
                        call(null)))
                .returns("/tools/t/limits/1", denial -> denial.rule().value())
                .returns("Rate limit exceeded for daily_per_day", Denial::message)
                .returns(Duration.ofMinutes(690), Denial::retryAfter);
        Denial alone = denial(TestPolicy.ofTool(limit("spend", HOUR, "5").of("args.a")), call(Map.of("a", 6)));
        assertThat(alone.code()).isEqualTo(DenialCode.LIMIT_EXCEEDED);
        assertThat(alone.retryAfter()).isNull();
    }

    @Test
    void a_full_store_denies_new_counters_by_name() {
        PolicyEngine engine = PolicyEngine.builder(
                        TestPolicy.ofTool(limit("calls", HOUR, "5").per(Scope.GRANT)))
                .clock(clock)
                .store(new InMemoryCounterStore(1))
                .build();
        Verdict.allow(engine.decide(ToolCall.of("t", null, Caller.ofGrant("a"))));

        assertThat(Verdict.denial(engine.decide(ToolCall.of("t", null, Caller.ofGrant("b")))))
                .returns(DenialCode.STORE_FULL, Denial::code)
                .returns("/tools/t/limits/0", denial -> denial.rule().value())
                .returns("The policy's counters are full", Denial::message)
                .returns(null, Denial::retryAfter);
        Verdict.allow(engine.decide(ToolCall.of("t", null, Caller.ofGrant("a"))));
    }

    @Test
    void every_message_of_a_denial_names_the_revision() {
        Policy policy = TestPolicy.denying().build();
        assertThat(denial(policy, call(null)).revision()).isEqualTo(policy.revision());
        assertThat(engine(policy).decide(call(null)).revision()).isEqualTo(policy.revision());
        assertThat(engine(TestPolicy.ofTool()).decide(call(null)).revision())
                .isEqualTo(TestPolicy.ofTool().revision());
    }
}
