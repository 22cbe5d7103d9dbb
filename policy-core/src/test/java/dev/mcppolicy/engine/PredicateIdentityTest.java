package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.require;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.InMemoryCounterStore;
import dev.mcppolicy.model.Condition;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.Window;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Nothing that stands for code is told apart by its name: neither a predicate nor the policy that it stands in. */
class PredicateIdentityTest {
    private static final Predicate<Map<String, @Nullable Object>> ALWAYS = arguments -> true;
    private static final Predicate<Map<String, @Nullable Object>> NEVER = arguments -> false;

    private final InMemoryCounterStore store = new InMemoryCounterStore();

    private static Condition predicate(Predicate<Map<String, @Nullable Object>> code) {
        return new Condition.Not(new Condition.NamedPredicate("safe", code));
    }

    private static Policy asking(Predicate<Map<String, @Nullable Object>> code) {
        return TestPolicy.ofTool(
                require(new Condition.Not(predicate(code))), approval(), limit("c", Window.Calendar.DAY, "1"));
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
        for (Predicate<Map<String, @Nullable Object>> other : List.of(NEVER, copyOf(ALWAYS))) {
            ReplaceablePolicy source = new ReplaceablePolicy(asking(ALWAYS));
            PolicyEngine engine = engine(source);
            Decision.ApprovalRequired asked = asked(engine);
            source.replace(asking(other));

            assertThat(source.current()).isEqualTo(asking(ALWAYS));
            assertThat(Verdict.of(engine.approve(asked))).startsWith("deny APPROVAL_VOID");
            assertThat(store.size()).as("what is still charged").isZero();
        }
    }

    /** Judges alike, which nobody can know. */
    private static Predicate<Map<String, @Nullable Object>> copyOf(Predicate<Map<String, @Nullable Object>> code) {
        return code::test;
    }

    @Test
    void an_approval_holds_while_the_policies_in_force_judge_alike() {
        ReplaceablePolicy source = new ReplaceablePolicy(asking(ALWAYS));
        PolicyEngine engine = engine(source);
        Decision.ApprovalRequired asked = asked(engine);
        source.replace(asking(NEVER));
        source.replace(asking(ALWAYS));

        assertThat(engine.approve(asked)).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void a_replaced_predicate_of_the_name_judges_from_then_on() {
        ReplaceablePolicy source = new ReplaceablePolicy(TestPolicy.ofTool(require(predicate(NEVER))));
        PolicyEngine engine = engine(source);
        assertThat(engine.decide(call())).isInstanceOf(Decision.Allow.class);

        source.replace(TestPolicy.ofTool(require(predicate(ALWAYS))));

        assertThat(engine.decide(call())).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void rules_of_one_place_and_name_are_explained_each_by_its_own_predicate() {
        RuleId place = RuleId.pointer("tools", "t", "require", 0);
        Draft.Conditions held = require(new Condition.NamedPredicate("safe", ALWAYS));
        Draft.Conditions failed = require(new Condition.NamedPredicate("safe", NEVER));
        Policy policy = TestPolicy.ofTool(require().audited())
                .withRules(
                        "t",
                        List.of(
                                held.at(place),
                                failed.at(place),
                                require().audited().at(place)));
        PolicyEngine engine = PolicyEngine.of(policy);

        assertThat(engine.explain(call()).rules())
                .extracting(Explanation.RuleLook::result)
                .containsExactly(Explanation.Result.PASSED, Explanation.Result.DENIED, Explanation.Result.PASSED);
    }
}
