package dev.mcppolicy.testkit.junit;

import static dev.mcppolicy.dsl.Terms.not;
import static dev.mcppolicy.dsl.Terms.predicate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.comparison.PolicyComparison;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What stands for code is told apart by what it is, not by its name: policies of one revision are not one policy. */
class PredicateIdentityTest {
    /** What a predicate may do. */
    private enum Code implements Predicate<Map<String, @Nullable Object>> {
        ALWAYS,
        NEVER;

        @Override
        public boolean test(Map<String, @Nullable Object> arguments) {
            return this == ALWAYS;
        }
    }

    private static Policy requiring(Code code) {
        return PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("t", tool -> tool.require(not(not(predicate("safe", code)))))
                .build();
    }

    @Test
    void a_comparison_tells_another_predicate_of_the_name_from_the_same_one() {
        assertThat(requiring(Code.NEVER)).isEqualTo(requiring(Code.ALWAYS));
        assertThat(PolicyComparison.between(requiring(Code.NEVER), requiring(Code.ALWAYS))
                        .report()
                        .loosened())
                .hasSize(1);
        assertThat(PolicyComparison.between(requiring(Code.NEVER), requiring(Code.NEVER))
                        .report()
                        .differences())
                .isEmpty();
    }

    @Test
    void a_changed_policy_stands_in_for_no_other_than_the_original() {
        try (Substitution substitution = Substitution.open(requiring(Code.ALWAYS), requiring(Code.NEVER))) {
            substitution.tester(requiring(Code.NEVER)).call("t").isDeniedBy("/tools/t/require/0");
            assertThat(substitution.isUsed()).isFalse();
            substitution.tester(requiring(Code.ALWAYS)).call("t").isDeniedBy("/tools/t/require/0");
            assertThat(substitution.isUsed()).isTrue();
        }
    }
}
