package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What rules make of who calls. */
class CallersInConditionsTest {
    private static final List<String> PARTS = List.of(
            "principal", "grant", "session", "client", "attributes.team", "attributes.l[*].k", "attributes.l[0]");
    private static final Caller KNOWN = Caller.ofGrant("desk")
            .withPrincipal("alice")
            .withSession("s")
            .withClient("c")
            .withAttributes(
                    Map.of("team", "red", "level", 3, "roles", List.of("reader", "admin"), "text", "admin reader"));

    private static PolicyEngine engine(Draft... rules) {
        return PolicyEngine.builder(TestPolicy.ofTool(rules))
                .clock(new ManualClock("2026-01-15T12:00:00Z"))
                .build();
    }

    private static String verdict(Caller caller, Draft... rules) {
        return Verdict.of(engine(rules).decide(ToolCall.of("t", Map.of(), caller)));
    }

    private static boolean passes(Caller caller, Condition required) {
        return verdict(caller, require(required)).equals(Verdict.ALLOW);
    }

    @Test
    void a_part_that_is_known_is_what_it_says() {
        assertThat(passes(KNOWN, where("caller.principal", "eq", "alice"))).isTrue();
        assertThat(passes(KNOWN, where("caller.grant", "in", List.of("desk", "x"))))
                .isTrue();
        assertThat(passes(KNOWN, where("caller.session", "regex", "^s$"))).isTrue();
        assertThat(passes(KNOWN, where("caller.client", "neq", "d"))).isTrue();
        assertThat(passes(KNOWN, where("caller.attributes.level", "gte", 3))).isTrue();
        assertThat(passes(KNOWN, where("caller.attributes.roles[1]", "eq", "admin")))
                .isTrue();
        assertThat(passes(KNOWN, where("caller.attributes.roles[*]", "eq", "admin")))
                .isFalse();
        assertThat(verdict(KNOWN, denyIf(where("caller.attributes.roles[*]", "eq", "admin"))))
                .isEqualTo("deny DENIED_BY_RULE /tools/t/deny_if/0");
    }

    @Test
    void nothing_is_known_of_whoever_is_anonymous_or_not_identified() {
        for (Caller caller : List.of(Caller.anonymous(), Caller.unidentified())) {
            for (String part : PARTS) {
                assertThat(passes(caller, where("caller." + part, "exists", false)))
                        .as(part)
                        .isTrue();
                assertThat(passes(caller, where("caller." + part, "neq", "x")))
                        .as(part)
                        .isFalse();
                assertThat(verdict(caller, denyIf(where("caller." + part, "neq", "x"))))
                        .as(part)
                        .isEqualTo("allow");
            }
        }
    }

    @Test
    void a_part_that_is_missing_makes_an_approval_ask_and_never_under_a_negation() {
        for (String part : PARTS) {
            assertThat(verdict(Caller.anonymous(), approval(where("caller." + part, "eq", "x"))))
                    .as(part)
                    .isEqualTo("ask /tools/t/approval/0");
            assertThat(verdict(Caller.anonymous(), approval(where("caller." + part, "exists", true))))
                    .as(part)
                    .isEqualTo("allow");
            if (!part.contains("*")) {
                Condition not = new Condition.Not(where("caller." + part, "eq", "x"));
                assertThat(verdict(Caller.anonymous(), approval(not))).as(part).isEqualTo("ask /tools/t/approval/0");
            }
        }
    }

    @Test
    void an_attribute_that_is_null_is_missing() {
        Caller caller = Caller.unidentified().withAttributes(Collections.singletonMap("team", null));

        assertThat(passes(caller, where("caller.attributes.team", "exists", false)))
                .isTrue();
    }

    @Test
    void text_among_what_is_known_of_a_caller_is_searched_for_nothing() {
        for (Operator operator : List.of(Operator.CONTAINS, Operator.NOT_CONTAINS)) {
            for (String part : List.of("principal", "attributes.text", "attributes.roles[0]")) {
                Condition search = where("caller." + part, operator.id(), "admin");
                assertThat(verdict(KNOWN, require(search))).isEqualTo("deny CANNOT_EVALUATE /tools/t/require/0");
                assertThat(verdict(KNOWN, denyIf(search))).isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/0");
                assertThat(verdict(KNOWN, denyIf(new Condition.Not(search))))
                        .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/0");
            }
        }
        assertThat(passes(KNOWN, where("caller.attributes.roles", "contains", "admin")))
                .isTrue();
        assertThat(passes(KNOWN, where("caller.attributes.roles", "contains", "adm")))
                .isFalse();
        assertThat(passes(KNOWN, where("caller.attributes.none", "contains", "x")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"caller.attributes.team.x", "caller.attributes.team[0]", "caller.attributes.team[*]"})
    void a_step_into_an_attribute_of_another_shape_cannot_be_told(String path) {
        for (String operator : List.of("eq", "neq", "contains")) {
            assertThat(verdict(KNOWN, denyIf(where(path, operator, "red"))))
                    .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/0");
        }
        assertThat(verdict(KNOWN, require(where(path, "exists", false))))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/require/0");
    }

    @Test
    void an_argument_is_compared_with_what_is_known_of_the_caller_and_the_other_way() {
        for (boolean turned : List.of(false, true)) {
            CallPath argument = CallPath.parse("args.owner");
            CallPath known = CallPath.parse("caller.attributes.team");
            Condition pair =
                    new Condition.PathComparison(turned ? known : argument, Operator.EQ, turned ? argument : known);
            PolicyEngine engine = engine(require(pair));
            assertThat(put(engine, Map.of("owner", "red"), KNOWN)).isEqualTo("allow");
            assertThat(put(engine, Map.of("owner", "blue"), KNOWN)).isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
            assertThat(put(engine, Map.of(), KNOWN)).isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
            assertThat(put(engine, Map.of(), Caller.anonymous())).isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
            assertThat(put(engine, Map.of("owner", List.of("red")), KNOWN))
                    .isEqualTo("deny CANNOT_EVALUATE /tools/t/require/0");
        }
    }

    private static String put(PolicyEngine engine, Map<String, Object> arguments, Caller caller) {
        return Verdict.of(engine.decide(ToolCall.of("t", arguments, caller)));
    }

    @Test
    void each_value_of_an_attribute_has_a_counter_and_whoever_has_none_is_denied() {
        PolicyEngine engine = engine(limit("c", Window.Calendar.DAY, "1").keyedBy("caller.attributes.team,args.x"));
        Caller blue = KNOWN.withAttributes(Map.of("team", "blue"));

        assertThat(put(engine, Map.of("x", 1), KNOWN)).isEqualTo("allow");
        assertThat(put(engine, Map.of("x", 1), KNOWN)).isEqualTo("deny LIMIT_EXCEEDED /tools/t/limits/0");
        assertThat(put(engine, Map.of("x", 1), blue)).isEqualTo("allow");
        for (Caller without : Arrays.asList(
                Caller.anonymous(),
                KNOWN.withAttributes(Map.of()),
                KNOWN.withAttributes(Map.of("team", List.of("red"))),
                KNOWN.withAttributes(Map.of("team", Map.of())))) {
            assertThat(put(engine, Map.of("x", 2), without)).isEqualTo("deny INVALID_KEY /tools/t/limits/0");
        }
    }

    @Test
    void every_way_to_a_decision_knows_who_calls() {
        Policy policy = TestPolicy.ofTool(require(where("caller.principal", "eq", "alice")));
        PolicyEngine engine = PolicyEngine.builder(policy)
                .shadow("copy", PolicySource.of(policy))
                .build();
        ToolCall call = ToolCall.of("t", Map.of(), KNOWN);

        assertThat(engine.decide(call)).isInstanceOf(Decision.Allow.class);
        assertThat(engine.decideAsync(call).toCompletableFuture().join()).isInstanceOf(Decision.Allow.class);
        assertThat(engine.explain(call).decision()).isInstanceOf(Decision.Allow.class);
        assertThat(engine.explain(call).rules().get(0).comparisons().get(0).actual())
                .isEqualTo("alice");
        assertThat(engine.explain(call).shadow().get(0).denial()).isNull();
        assertThat(engine.decide(ToolCall.of("t", Map.of())))
                .extracting(Verdict::of)
                .isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
    }

    @Test
    void no_denial_says_who_calls() {
        Decision decision = engine(require(where("caller.attributes.team", "gt", 1)))
                .decide(ToolCall.of("t", Map.of(), KNOWN.withAttributes(Map.of("team", "secret"))));

        assertThat(((Decision.Deny) decision).denial().text())
                .contains("caller.attributes.team")
                .doesNotContain("secret");
    }

    @Test
    void attributes_are_json_within_bounds_and_nobody_changes_them() {
        Caller caller = Caller.unidentified();
        Map<String, Object> wrong = Map.of("x", new Object());
        Map<String, Object> wide = Map.of("x", Collections.nCopies(10_000, 1));

        assertThatThrownBy(() -> caller.withAttributes(wrong)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> caller.withAttributes(wide)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KNOWN.attributes().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((List<?>) KNOWN.attributes().get("roles")).clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "caller.principal",
                "caller.grant",
                "caller.session",
                "caller.client",
                "caller.attributes.a",
                "caller.attributes[\"a.b\"][0].c",
                "caller.attributes.l[*].k"
            })
    void a_path_reads_as_it_is_written(String text) {
        assertThat(CallPath.parse(text)).isInstanceOf(CallerPath.class).hasToString(text);
        assertThat(CallPath.parse(text).hasWildcard()).isEqualTo(text.contains("*"));
    }

    @ParameterizedTest
    @CsvSource({
        "caller,does not begin with `caller.`",
        "caller.,names ``",
        "caller[0],does not begin with `caller.`",
        "caller.role,names `role`",
        "caller.principal.x,nothing lies within it",
        "caller.grant[*],nothing lies within it",
        "caller.attributes,begins with the name of an attribute",
        "caller.attributes[0],begins with the name of an attribute",
        "caller.attributes[*],begins with the name of an attribute",
        "caller.attributes.,has an empty name",
        "callers.principal,does not begin with `args.`",
    })
    void what_is_no_path_is_refused(String text, String why) {
        assertThatThrownBy(() -> CallPath.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void only_an_argument_may_be_left_out() {
        Condition known = where("caller.principal", "eq", "x");
        Condition pair =
                new Condition.PathComparison(CallPath.parse("caller.principal"), Operator.EQ, CallPath.parse("args.x"));

        assertThatThrownBy(() -> new Condition.Optional(known)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Condition.Optional(pair)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Condition.Not(where("caller.attributes.l[*]", "eq", 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
