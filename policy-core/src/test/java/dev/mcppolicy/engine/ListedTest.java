package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.denyIf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** Whether a tool is listed belongs to the denial, by the revision that denied. */
class ListedTest {
    @Property(shrinking = ShrinkingMode.OFF)
    void a_denial_says_of_the_tool_what_the_list_says(@ForAll long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        Policy policy = random.policy();
        for (Mode mode : Mode.values()) {
            PolicyEngine engine = PolicyEngine.builder(policy).mode(mode).build();
            for (int i = 0; i < 20; i++) {
                ToolCall call =
                        random.oneIn(5) ? ToolCall.of(random.call().tool(), List.of("no object")) : random.call();
                Decision decision = engine.decide(call);
                boolean listed = !(decision instanceof Decision.Deny deny)
                        || deny.denial().listed();
                assertThat(listed).as("%s under %s: %s", call, policy, decision).isEqualTo(engine.lists(call.tool()));
            }
        }
    }

    @Test
    void a_denial_by_a_rule_stays_one_of_a_listed_tool_when_the_next_policy_hides_it() {
        Policy lists = TestPolicy.ofTool(denyIf());
        Policy hides = TestPolicy.allowing().hide("t").build();
        ReplaceablePolicy source = new ReplaceablePolicy(lists);
        PolicyEngine engine = PolicyEngine.builder(source)
                .listener(event -> source.replace(hides))
                .build();

        Decision denied = engine.decide(ToolCall.of("t", Map.of()));

        assertThat(Verdict.denial(denied).listed()).isTrue();
        assertThat(engine.lists("t")).isFalse();
        assertThat(Verdict.denial(engine.decide(ToolCall.of("t", Map.of()))).listed())
                .isFalse();
    }

    @Test
    void an_answer_to_an_approval_is_about_a_listed_tool() {
        ReplaceablePolicy source = new ReplaceablePolicy(TestPolicy.ofTool(approval()));
        PolicyEngine engine = PolicyEngine.builder(source).build();
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(ToolCall.of("t", null)));
        source.replace(TestPolicy.allowing().hide("t").build());

        assertThat(Verdict.denial(engine.approve(asked)).listed()).isTrue();
    }

    /** Neither is told of a tool that is hidden. */
    @Test
    void a_failure_says_of_the_tool_what_the_policy_says() {
        DecisionListener full = event -> {
            throw new IllegalStateException("no space left");
        };
        for (boolean hidden : List.of(false, true)) {
            TestPolicy policy = hidden ? TestPolicy.allowing().hide("t") : TestPolicy.allowing();
            PolicyEngine engine =
                    PolicyEngine.builder(policy.build()).requiredListener(full).build();

            assertThat(Verdict.denial(engine.decide(ToolCall.of("t", null))).listed())
                    .isEqualTo(!hidden);
        }
        ManualClock broken = new ManualClock("2026-01-15T12:00:00Z");
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(approval()))
                .clock(broken)
                .build();
        broken.fail();
        assertThat(Verdict.denial(engine.decide(ToolCall.of("t", null))).code()).isEqualTo(DenialCode.INTERNAL_ERROR);
        assertThat(Verdict.denial(engine.decide(ToolCall.of("t", null))).listed())
                .isTrue();
    }

    @Test
    void without_a_policy_no_tool_is_listed() {
        PolicyEngine engine = PolicyEngine.builder(new ReplaceablePolicy(null)).build();

        assertThat(Verdict.denial(engine.decide(ToolCall.of("t", null))).listed())
                .isFalse();
    }
}
