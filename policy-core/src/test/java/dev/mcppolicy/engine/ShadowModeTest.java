package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shadow mode: what is judged is recorded and blocks nothing, and what is enforced is as it was. */
@Timeout(60)
class ShadowModeTest {
    private static final ToolCall CALL = ToolCall.of("t", Map.of("x", 1));
    private static final Draft TWO_AN_HOUR = limit("calls", Window.Calendar.HOUR, "2");

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");
    private final InMemoryCounterStore store = new InMemoryCounterStore(100);
    private final List<DecisionEvent> heard = new ArrayList<>();

    private PolicyEngineBuilder builder(Policy policy) {
        return PolicyEngine.builder(policy).clock(clock).store(store).listener(heard::add);
    }

    private ShadowDecision shadow() {
        assertThat(heard).isNotEmpty();
        List<ShadowDecision> shadow = heard.get(heard.size() - 1).shadow();
        assertThat(shadow).hasSize(1);
        return shadow.get(0);
    }

    private String wouldBe() {
        return said(shadow());
    }

    static String said(ShadowDecision shadow) {
        Denial denial = shadow.denial();
        return shadow.kind().id()
                + (denial == null ? "" : " " + denial.code())
                + (shadow.rule() == null ? "" : " " + shadow.rule());
    }

    @Test
    void a_rule_in_shadow_mode_never_denies_and_the_event_says_what_it_would_have_decided() {
        Map<Draft, String> rules = Map.of(
                denyIf(where("args.x", "eq", 1)), "deny DENIED_BY_RULE /tools/t/deny_if/0",
                require(where("args.x", "gt", 1)), "deny DENIED_BY_RULE /tools/t/require/0",
                require(where("args.x", "regex", "1")), "deny CANNOT_EVALUATE /tools/t/require/0",
                approval(), "approval_required /tools/t/approval/0",
                limit("sum", Window.Calendar.DAY, "5").of("args.none"), "deny INVALID_AMOUNT /tools/t/limits/0",
                limit("none", Window.Calendar.DAY, "0.5"), "deny LIMIT_EXCEEDED /tools/t/limits/0");
        rules.forEach((rule, expected) -> {
            PolicyEngine engine = builder(TestPolicy.ofTool(rule.shadow())).build();

            assertThat(Verdict.of(engine.decide(CALL))).as(expected).isEqualTo(Verdict.ALLOW);
            assertThat(wouldBe()).isEqualTo(expected);
            assertThat(shadow().differs()).isTrue();
            assertThat(shadow().view()).isEqualTo(ShadowDecision.POLICY);
            assertThat(shadow().revision()).isEqualTo(heard.get(0).revision());
            assertThat(Verdict.of(engine.decideAsync(CALL).toCompletableFuture().join()))
                    .isEqualTo(Verdict.ALLOW);
            assertThat(wouldBe()).isEqualTo(expected);
            heard.clear();
        });
    }

    @Test
    void an_enforced_rule_beside_one_in_shadow_mode_still_denies() {
        PolicyEngine engine = builder(TestPolicy.ofTool(
                        denyIf(where("args.x", "eq", 1)).shadow(), denyIf(where("args.x", "gte", 1)), TWO_AN_HOUR))
                .build();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny DENIED_BY_RULE /tools/t/deny_if/1");
        assertThat(wouldBe()).isEqualTo("deny DENIED_BY_RULE /tools/t/deny_if/0");
        assertThat(shadow().differs()).isFalse();
        assertThat(Verdict.of(engine.decide(ToolCall.of("t", Map.of("x", 0))))).isEqualTo(Verdict.ALLOW);
        assertThat(wouldBe()).isEqualTo("allow");
    }

    @Test
    void a_limit_in_shadow_mode_never_refuses_and_touches_no_real_counter() {
        PolicyEngine engine = builder(TestPolicy.ofTool(TWO_AN_HOUR.shadow())).build();

        for (String expected : List.of("allow", "allow", "deny LIMIT_EXCEEDED /tools/t/limits/0")) {
            assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
            assertThat(wouldBe()).isEqualTo(expected);
            assertThat(heard.get(heard.size() - 1).charges()).isEmpty();
        }

        Denial denial = shadow().denial();
        assertThat(denial).isNotNull();
        assertThat(denial.retryAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(heard.get(1).shadow().get(0).charges()).singleElement().satisfies(charge -> {
            assertThat(charge.before()).isEqualByComparingTo("1");
            assertThat(charge.after()).isEqualByComparingTo("2");
        });
        assertThat(store.size()).isZero();
        clock.advance(Duration.ofHours(1));
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(wouldBe()).isEqualTo("allow");
    }

    @Test
    void a_policy_in_shadow_mode_runs_every_call_and_says_what_it_would_have_decided() {
        Policy policy = TestPolicy.denying()
                .hide("h")
                .tool("t", denyIf(where("args.x", "eq", 1)), TWO_AN_HOUR)
                .tool("ask", approval())
                .build();
        for (PolicyEngine engine : List.of(
                builder(policy.withMode(Mode.SHADOW)).build(),
                builder(policy).mode(Mode.SHADOW).build())) {
            Map.of(
                            "t", "deny DENIED_BY_RULE /tools/t/deny_if/0",
                            "h", "deny HIDDEN (hidden)",
                            "unlisted", "deny NOT_LISTED (default deny)",
                            "ask", "approval_required /tools/ask/approval/0")
                    .forEach((tool, expected) -> {
                        Decision decision = engine.decide(ToolCall.of(tool, Map.of("x", 1)));
                        assertThat(Verdict.of(decision)).isEqualTo(Verdict.ALLOW);
                        assertThat(Verdict.allow(decision).reservation().charges())
                                .isEmpty();
                        assertThat(wouldBe()).isEqualTo(expected);
                        assertThat(engine.lists(tool))
                                .as("what is callable is listed")
                                .isTrue();
                    });
            for (int i = 0; i < 20; i++) {
                assertThat(Verdict.of(engine.decide(ToolCall.of("ask", null)))).isEqualTo(Verdict.ALLOW);
                assertThat(wouldBe())
                        .as("no question waits, so there are never too many")
                        .isEqualTo("approval_required /tools/ask/approval/0");
            }
        }
        assertThat(store.size()).isZero();
    }

    @Test
    void shadow_mode_still_denies_what_cannot_be_judged() {
        Policy policy = TestPolicy.ofTool().withMode(Mode.SHADOW);
        PolicyEngine engine = builder(policy).build();

        assertThat(Verdict.of(engine.decide(ToolCall.of("t", "no object")))).startsWith("deny INVALID_ARGUMENTS");
        assertThat(wouldBe()).startsWith("deny INVALID_ARGUMENTS");
        assertThat(shadow().differs()).isFalse();
        assertThat(Verdict.of(PolicyEngine.builder(new ReplaceablePolicy(null))
                        .mode(Mode.SHADOW)
                        .build()
                        .decide(CALL)))
                .isEqualTo("deny NO_POLICY (no policy)");
        PolicyEngine unrecorded = PolicyEngine.builder(policy)
                .requiredListener(event -> {
                    throw new IllegalStateException("the disk is full");
                })
                .build();
        assertThat(Verdict.of(unrecorded.decide(CALL))).startsWith("deny INTERNAL_ERROR");
    }

    @Test
    void a_rule_in_shadow_mode_reads_the_counters_of_shadow_mode() {
        PolicyEngine engine = builder(TestPolicy.ofTool(
                        limit("calls", Window.Calendar.HOUR, "100"),
                        require(where("state.t.calls", "lt", 1)).shadow()))
                .build();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(wouldBe()).isEqualTo("allow");
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(wouldBe()).isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
    }

    @Test
    void policies_beside_are_judged_by_their_own_counters_and_differences_are_told() {
        Policy inForce = TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "3"));
        PolicyEngine engine = builder(inForce)
                .shadow("stricter", PolicySource.of(TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "1"))))
                .shadow("looser", PolicySource.of(TestPolicy.ofTool()))
                .build();

        assertThat(engine.policiesBeside()).containsExactly("stricter", "looser");
        assertThat(engine.mode()).isEqualTo(Mode.ENFORCE);
        for (int i = 0; i < 4; i++) {
            assertThat(Verdict.of(engine.decide(CALL)))
                    .isEqualTo(i < 3 ? Verdict.ALLOW : "deny LIMIT_EXCEEDED /tools/t/limits/0");
        }

        assertThat(heard.stream().map(event -> event.shadow().stream()
                        .map(shadow -> shadow.view() + " " + shadow.kind().id() + " " + shadow.differs())
                        .toList()))
                .containsExactly(
                        List.of("stricter allow false", "looser allow false"),
                        List.of("stricter deny true", "looser allow false"),
                        List.of("stricter deny true", "looser allow false"),
                        List.of("stricter deny false", "looser allow true"));
        assertThat(store.size()).as("one counter of the policy in force").isOne();
    }

    @Test
    void every_view_follows_its_own_source() {
        ReplaceablePolicy inForce = new ReplaceablePolicy(TestPolicy.ofTool());
        ReplaceablePolicy beside = new ReplaceablePolicy(null);
        PolicyEngine engine = PolicyEngine.builder(inForce)
                .clock(clock)
                .listener(heard::add)
                .shadow("next", beside)
                .build();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(wouldBe()).isEqualTo("deny NO_POLICY (no policy)");
        beside.replace(TestPolicy.ofTool(denyIf()));
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(wouldBe()).isEqualTo("deny DENIED_BY_RULE /tools/t/deny_if/0");
        inForce.replace(TestPolicy.ofTool(denyIf()));
        beside.replace(TestPolicy.ofTool());
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny DENIED_BY_RULE /tools/t/deny_if/0");
        assertThat(wouldBe()).isEqualTo("allow");
    }

    @Test
    void a_limit_that_is_enforced_after_a_reload_begins_at_nothing_and_back_again_goes_on() {
        Policy tried = TestPolicy.ofTool(TWO_AN_HOUR.shadow());
        Policy enforced = TestPolicy.ofTool(TWO_AN_HOUR);
        ReplaceablePolicy source = new ReplaceablePolicy(tried);
        PolicyEngine engine = PolicyEngine.builder(source)
                .clock(clock)
                .store(store)
                .listener(heard::add)
                .build();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
        source.replace(enforced);
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny LIMIT_EXCEEDED /tools/t/limits/0");
        assertThat(heard.get(heard.size() - 1).shadow()).isEmpty();
        source.replace(tried);
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(wouldBe()).isEqualTo("deny LIMIT_EXCEEDED /tools/t/limits/0");
    }

    @Test
    void counters_of_shadow_mode_meet_no_real_one_in_a_store_that_both_share() {
        Policy policy = TestPolicy.ofTool(TWO_AN_HOUR);
        PolicyEngine enforcing = builder(policy).build();
        PolicyEngine auditing =
                builder(policy).mode(Mode.SHADOW).shadowStore(store).build();
        PolicyEngine beside = builder(TestPolicy.ofTool())
                .shadow("next", PolicySource.of(policy))
                .shadowStore(store)
                .build();

        for (PolicyEngine engine : List.of(auditing, beside, auditing, beside)) {
            assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
            assertThat(wouldBe()).isEqualTo("allow");
        }
        assertThat(store.size()).isEqualTo(2);
        assertThat(Verdict.of(enforcing.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(heard.get(heard.size() - 1).charges().get(0).after()).isEqualByComparingTo("1");
        assertThat(store.size()).isEqualTo(3);
    }

    @Test
    void engines_of_different_namespaces_share_no_counter_of_shadow_mode() {
        for (String namespace : List.of("one", "another")) {
            PolicyEngine engine = builder(TestPolicy.ofTool(TWO_AN_HOUR.shadow()))
                    .namespace(namespace)
                    .shadowStore(store)
                    .build();
            assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
            assertThat(shadow().charges().get(0).after()).isEqualByComparingTo("1");
        }
    }

    @Test
    void no_real_namespace_looks_like_one_of_shadow_mode() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder(TestPolicy.ofTool()).namespace("(shadow) test").build())
                .withMessage("the namespace `(shadow) test` is kept for counters in shadow mode");
        for (String name : List.of("", "a b", "a)", "(policy)", "x".repeat(65), "\u00e4")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder(TestPolicy.ofTool()).shadow(name, PolicySource.of(TestPolicy.ofTool())))
                    .withMessageContaining("the name of a policy beside must be");
        }
        for (char outside : "@[`{/:,+^".toCharArray()) {
            assertThatIllegalArgumentException().isThrownBy(() -> builder(TestPolicy.ofTool())
                    .shadow("a" + outside, PolicySource.of(TestPolicy.ofTool())));
        }
        for (String name : List.of("AZ", "az", "09", "._-", "x".repeat(64))) {
            assertThat(builder(TestPolicy.ofTool())
                            .shadow(name, PolicySource.of(TestPolicy.ofTool()))
                            .build())
                    .isNotNull();
        }
        PolicyEngineBuilder twice = builder(TestPolicy.ofTool()).shadow("next", PolicySource.of(TestPolicy.ofTool()));
        assertThatIllegalStateException()
                .isThrownBy(() -> twice.shadow("next", PolicySource.of(TestPolicy.ofTool())))
                .withMessage("a policy beside was already named `next`");
    }

    @Test
    void nothing_is_judged_in_shadow_mode_where_nobody_listens() {
        AtomicInteger asked = new AtomicInteger();
        Condition counting = new Condition.NamedPredicate("counting", arguments -> asked.incrementAndGet() > 0);
        PolicyEngine engine = PolicyEngine.builder(
                        TestPolicy.ofTool(denyIf(counting).shadow()))
                .shadow("next", PolicySource.of(TestPolicy.ofTool(denyIf(counting))))
                .build();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(Verdict.of(engine.decideAsync(CALL).toCompletableFuture().join()))
                .isEqualTo(Verdict.ALLOW);
        assertThat(asked).hasValue(0);
    }

    @Test
    void arguments_are_judged_in_shadow_mode_as_a_private_copy() {
        Condition vandal = new Condition.NamedPredicate("vandal", arguments -> {
            arguments.remove("x");
            return true;
        });
        Map<String, Object> arguments = new HashMap<>(Map.of("x", 1));
        PolicyEngine engine =
                builder(TestPolicy.ofTool(denyIf(vandal).shadow())).build();

        assertThat(Verdict.of(engine.decide(ToolCall.of("t", arguments)))).isEqualTo(Verdict.ALLOW);
        assertThat(arguments).containsEntry("x", 1);
    }

    @Test
    void explain_shows_that_a_policy_beside_which_is_not_there_would_deny() {
        PolicyEngine engine = builder(TestPolicy.ofTool())
                .shadow("next", new ReplaceablePolicy(null))
                .build();

        assertThat(engine.explain(CALL).shadow()).singleElement().satisfies(next -> assertThat(said(next))
                .isEqualTo("deny NO_POLICY (no policy)"));
    }

    @Test
    void explain_shows_rules_in_shadow_mode_as_such_with_their_own_counters() {
        PolicyEngine engine = builder(TestPolicy.ofTool(
                        limit("real", Window.Calendar.HOUR, "10"),
                        denyIf(where("args.x", "eq", 1)).shadow(),
                        limit("tried", Window.Calendar.HOUR, "2").shadow(),
                        require(where("args.x", "eq", 1))))
                .build();
        ToolCall passing = ToolCall.of("t", Map.of("x", 1));
        assertThat(Verdict.of(engine.decide(passing))).isEqualTo(Verdict.ALLOW);

        Explanation explanation = engine.explain(passing);

        assertThat(Verdict.of(explanation.decision())).isEqualTo(Verdict.ALLOW);
        assertThat(explanation.rules())
                .extracting(look -> look.id() + " " + look.mode() + " " + look.result())
                .containsExactly("/tools/t/deny_if/0 SHADOW DENIED", "/tools/t/require/0 ENFORCE PASSED");
        assertThat(explanation.limits())
                .extracting(look -> look.rule().counter() + " " + look.mode())
                .containsExactly("real ENFORCE", "tried SHADOW");
        assertThat(explanation.limits())
                .extracting(Explanation.LimitEvaluation::used)
                .usingElementComparator(BigDecimal::compareTo)
                .as("the policy in shadow mode denied the call, and so charged nothing")
                .containsExactly(BigDecimal.ONE, BigDecimal.ZERO);
        assertThat(explanation.shadow()).singleElement().satisfies(shadow -> {
            assertThat(said(shadow)).isEqualTo("deny DENIED_BY_RULE /tools/t/deny_if/0");
            assertThat(shadow.differs()).isTrue();
        });
    }
}
