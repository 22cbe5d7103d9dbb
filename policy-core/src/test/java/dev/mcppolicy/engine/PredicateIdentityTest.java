package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.require;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Window;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Nothing that stands for code is told apart by its name: neither a predicate nor the policy that it stands in. */
class PredicateIdentityTest {
    /** What a predicate may do. The first two judge alike, which nobody can know. */
    private enum Code implements Predicate<Map<String, @Nullable Object>> {
        ALWAYS,
        ALSO_ALWAYS,
        NEVER;

        @Override
        public boolean test(Map<String, @Nullable Object> arguments) {
            return this != NEVER;
        }
    }

    private final InMemoryCounterStore store = new InMemoryCounterStore();

    private static Condition predicate(Code code) {
        return new Condition.NamedPredicate("safe", code);
    }

    private static Policy asking(Code code) {
        return TestPolicy.ofTool(require(predicate(code)), approval(), limit("c", Window.Calendar.DAY, "1"));
    }

    private PolicyEngine engine(PolicySource source) {
        return PolicyEngine.builder(source).store(store).build();
    }

    private static ToolCall call() {
        return ToolCall.of("t", Map.of());
    }

    private static Decision.ApprovalRequired asked(PolicyEngine engine) {
        return (Decision.ApprovalRequired) engine.decide(call());
    }

    @Test
    void an_approval_is_void_once_another_predicate_of_the_name_is_in_force() {
        for (Code other : List.of(Code.NEVER, Code.ALSO_ALWAYS)) {
            ReplaceablePolicy source = new ReplaceablePolicy(asking(Code.ALWAYS));
            PolicyEngine engine = engine(source);
            Decision.ApprovalRequired asked = asked(engine);
            source.replace(asking(other));

            assertThat(source.current()).isEqualTo(asking(Code.ALWAYS));
            assertThat(Verdict.of(engine.approve(asked))).startsWith("deny APPROVAL_VOID");
            assertThat(engine.explain(call()).limits().get(0).used()).isZero();
        }
    }

    @Test
    void an_approval_holds_while_the_policies_in_force_judge_alike() {
        ReplaceablePolicy source = new ReplaceablePolicy(asking(Code.ALWAYS));
        PolicyEngine engine = engine(source);
        Decision.ApprovalRequired asked = asked(engine);
        source.replace(asking(Code.NEVER));
        source.replace(asking(Code.ALWAYS));

        assertThat(engine.approve(asked)).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void a_replaced_predicate_of_the_name_judges_from_then_on() {
        ReplaceablePolicy source = new ReplaceablePolicy(TestPolicy.ofTool(require(predicate(Code.ALWAYS))));
        PolicyEngine engine = engine(source);
        assertThat(engine.decide(call())).isInstanceOf(Decision.Allow.class);

        source.replace(TestPolicy.ofTool(require(predicate(Code.NEVER))));

        assertThat(engine.decide(call())).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void rules_of_one_place_and_name_are_explained_each_by_its_own_predicate() {
        RuleId place = RuleId.pointer("tools", "t", "require", 0);
        Draft.Conditions held = require(predicate(Code.ALWAYS));
        Draft.Conditions failed = require(predicate(Code.NEVER));
        Policy policy = TestPolicy.ofTool(require().shadow())
                .withRules(
                        RulePlace.tool("t"),
                        List.of(
                                held.at(place),
                                failed.at(place),
                                require().shadow().at(place)));
        PolicyEngine engine = PolicyEngine.of(policy);

        assertThat(engine.explain(call()).rules())
                .extracting(Explanation.RuleEvaluation::result)
                .containsExactly(Explanation.Result.PASSED, Explanation.Result.DENIED, Explanation.Result.PASSED);
    }
}
