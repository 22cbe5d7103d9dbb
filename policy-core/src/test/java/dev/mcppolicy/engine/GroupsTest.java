package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules that several tools have in common. */
class GroupsTest {
    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");

    private PolicyEngine engine(TestPolicy policy) {
        return PolicyEngine.builder(policy.build())
                .clock(clock)
                .store(new InMemoryCounterStore(1_000))
                .build();
    }

    private static String verdict(PolicyEngine engine, String tool) {
        return Verdict.of(engine.decide(ToolCall.of(tool, Map.of())));
    }

    private static Draft.Limit daily(String max) {
        return limit("c", Window.Calendar.DAY, max);
    }

    @Test
    void a_limit_of_a_group_is_one_budget_for_all_of_its_tools() {
        PolicyEngine engine = engine(TestPolicy.allowing().tool("a").group("@g", List.of("a", "b*"), daily("3")));

        assertThat(verdict(engine, "a")).isEqualTo("allow");
        assertThat(verdict(engine, "b1")).isEqualTo("allow");
        assertThat(verdict(engine, "b2")).isEqualTo("allow");
        for (String tool : List.of("a", "b1", "b2", "b3", "b")) {
            assertThat(verdict(engine, tool)).isEqualTo("deny LIMIT_EXCEEDED /groups/@g/limits/0");
        }
        assertThat(verdict(engine, "c")).isEqualTo("allow");
    }

    @Test
    void counters_of_one_name_in_a_tool_two_groups_and_every_tool_are_four() {
        PolicyEngine engine = engine(TestPolicy.allowing()
                .tool("a", daily("5"))
                .group("@g", List.of("a", "b"), daily("5"))
                .group("@h", List.of("a", "c"), daily("5"))
                .everyTool(daily("5")));
        for (String tool : List.of("a", "a", "b", "c")) {
            assertThat(verdict(engine, tool)).isEqualTo("allow");
        }

        assertThat(engine.explain(ToolCall.of("a", Map.of())).limits())
                .extracting(look -> look.rule().id().value(), Explanation.LimitEvaluation::used)
                .containsExactly(
                        tuple("/tools/a/limits/0", BigDecimal.valueOf(2)),
                        tuple("/groups/@g/limits/0", BigDecimal.valueOf(3)),
                        tuple("/groups/@h/limits/0", BigDecimal.valueOf(3)),
                        tuple("/all_tools/limits/0", BigDecimal.valueOf(4)));
    }

    @Test
    void the_first_to_deny_is_the_tools_own_rule_then_its_groups_in_their_order_then_the_one_for_every_tool() {
        Draft deny = denyIf();
        TestPolicy policy = TestPolicy.allowing()
                .everyTool(deny)
                .group("@g", List.of("a", "b"), deny)
                .group("@h", List.of("*b", "a", "c"), deny)
                .tool("a", deny);
        PolicyEngine engine = engine(policy);

        assertThat(verdict(engine, "a")).isEqualTo("deny DENIED_BY_RULE /tools/a/deny_if/0");
        assertThat(verdict(engine, "b")).isEqualTo("deny DENIED_BY_RULE /groups/@g/deny_if/0");
        assertThat(verdict(engine, "bb")).isEqualTo("deny DENIED_BY_RULE /groups/@h/deny_if/0");
        assertThat(verdict(engine, "d")).isEqualTo("deny DENIED_BY_RULE /all_tools/deny_if/0");
    }

    @Test
    void a_group_lists_its_tools_only_if_it_says_so_and_never_what_is_hidden() {
        PolicyEngine engine = engine(TestPolicy.denying()
                .hide("bad*", "w3")
                .group("@listing", List.of("w1", "w2*", "bad1", "w3"), true)
                .group("@silent", List.of("s1", "s2*", "w1")));

        assertThat(List.of("w1", "w2", "w2x")).allSatisfy(tool -> {
            assertThat(engine.lists(tool)).isTrue();
            assertThat(verdict(engine, tool)).isEqualTo("allow");
        });
        assertThat(List.of("s1", "s2", "s2x", "w", "W1", "")).allSatisfy(tool -> {
            assertThat(engine.lists(tool)).isFalse();
            assertThat(verdict(engine, tool)).isEqualTo("deny NOT_LISTED (default deny)");
        });
        assertThat(List.of("bad1", "w3")).allSatisfy(tool -> {
            assertThat(engine.lists(tool)).isFalse();
            assertThat(verdict(engine, tool)).isEqualTo("deny HIDDEN (hidden)");
        });
    }

    @Test
    void names_that_callers_invent_without_end_meet_the_same_rules() {
        PolicyEngine engine = engine(TestPolicy.allowing()
                .group("@x", List.of("x*"), denyIf(where("args.n", "exists", true)))
                .group("@y", List.of("*y"), daily("2000")));
        for (int i = 0; i < 3_000; i++) {
            String tool = "x" + i + (i % 2 == 0 ? "y" : "");
            assertThat(Verdict.of(engine.decide(ToolCall.of(tool, Map.of("n", 1)))))
                    .isEqualTo("deny DENIED_BY_RULE /groups/@x/deny_if/0");
            assertThat(verdict(engine, tool)).isEqualTo("allow");
        }
        for (int i = 0; i < 500; i++) {
            assertThat(verdict(engine, "z" + i + "y")).isEqualTo("allow");
        }
        assertThat(verdict(engine, "new_y")).isEqualTo("deny LIMIT_EXCEEDED /groups/@y/limits/0");
        assertThat(verdict(engine, "new_z")).isEqualTo("allow");
    }

    @Test
    void conditions_read_the_counter_of_a_group() {
        PolicyEngine engine = engine(TestPolicy.allowing()
                .tool("a", require(where("state.@g.c", "lt", 2)))
                .group("@g", List.of("b"), daily("9")));

        assertThat(verdict(engine, "a")).isEqualTo("allow");
        assertThat(verdict(engine, "b")).isEqualTo("allow");
        assertThat(verdict(engine, "b")).isEqualTo("allow");
        assertThat(verdict(engine, "a")).isEqualTo("deny DENIED_BY_RULE /tools/a/require/0");
    }

    @Test
    void actual_amounts_are_told_by_the_group_where_a_tool_has_a_counter_of_the_same_name() {
        PolicyEngine engine = engine(TestPolicy.allowing().tool("a", daily("9")).group("@g", List.of("a"), daily("9")));
        Decision.Allow allow = (Decision.Allow) engine.decide(ToolCall.of("a", Map.of()));

        allow.reservation().settle(Map.of("@g/c", BigDecimal.valueOf(7)));

        assertThat(engine.explain(ToolCall.of("a", Map.of())).limits())
                .extracting(Explanation.LimitEvaluation::used)
                .containsExactly(BigDecimal.ONE, BigDecimal.valueOf(7));
    }

    @Test
    void a_rule_of_a_group_in_shadow_mode_denies_nothing_and_its_limit_counts_apart() {
        PolicyEngine engine = engine(TestPolicy.allowing()
                .group("@g", List.of("a"), denyIf().shadow(), daily("1").shadow()));

        assertThat(verdict(engine, "a")).isEqualTo("allow");
        assertThat(verdict(engine, "a")).isEqualTo("allow");
    }

    @Test
    void what_no_group_can_be_is_refused() {
        ToolGroup group = new ToolGroup(List.of("a"), false, List.of());
        Policy policy = TestPolicy.allowing().tool("t").build();
        for (String name : List.of("", "_global", "a*", "a.b", "a[", "]", "t")) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> policy.withGroups(Map.of(name, group)));
        }
        for (List<String> tools :
                List.<List<String>>of(List.of(), List.of("a", "a"), List.of(""), List.of("*"), List.of("**"))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new ToolGroup(tools, false, List.of()));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.withRules(RulePlace.group("none"), List.of()))
                .withMessage("there is no group `none`");
    }

    @Test
    void groups_are_part_of_what_a_policy_is_and_judges() {
        Policy without = TestPolicy.allowing().build();
        Policy with = TestPolicy.allowing().group("@g", List.of("a"), denyIf()).build();
        Policy same = TestPolicy.allowing().group("@g", List.of("a"), denyIf()).build();
        Policy listing =
                TestPolicy.allowing().group("@g", List.of("a"), true, denyIf()).build();

        assertThat(with).isEqualTo(same).isNotEqualTo(without).isNotEqualTo(listing);
        assertThat(with.judgesAs(same)).isTrue();
        assertThat(with.names("a")).isTrue();
        assertThat(with.names("b")).isFalse();
        assertThat(with.groups().get("@g"))
                .isEqualTo(same.groups().get("@g"))
                .hasSameHashCodeAs(same.groups().get("@g"));
        assertThat(with.groups().get("@g")).hasToString("ToolGroup[a, 1 rules]");
    }
}
