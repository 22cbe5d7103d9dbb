package dev.mcppolicy.testkit.junit;

import static dev.mcppolicy.dsl.Terms.not;
import static dev.mcppolicy.dsl.Terms.predicate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.model.Condition;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.testkit.comparison.PolicyComparison;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            substitution.tester(requiring(Code.NEVER)).call("t").decision().withCode(DenialCode.DENIED_BY_RULE);
            assertThat(substitution.isUsed()).isFalse();
            substitution.tester(requiring(Code.ALWAYS)).call("t").decision().withCode(DenialCode.DENIED_BY_RULE);
            assertThat(substitution.isUsed()).isTrue();
        }
    }

    @Test
    void the_tests_of_a_file_are_no_tests_of_a_policy_with_another_validator(@TempDir Path directory)
            throws IOException {
        Files.writeString(directory.resolve("p.yaml"), """
                default: deny
                tools:
                  t:
                    rules: [{schema: {required: [x]}}]
                """);
        Files.writeString(directory.resolve("p.policytest.yaml"), """
                policy: p.yaml
                tests:
                  - name: what is required
                    steps:
                      - call: t
                        expect: { denied_by: /tools/t/rules/0 }
                """);
        PolicyTestFile file = PolicyTestFile.read(directory.resolve("p.policytest.yaml"));
        Policy policy = file.policy().orThrow();
        Rule rule = policy.rules().get(0).rule();
        Condition.SchemaMatch match = (Condition.SchemaMatch) rule.conditions().get(0);
        Policy other = policy.withRules(
                "t", List.of(new Require(rule.head(), List.of(new Condition.SchemaMatch(match.schema(), Code.NEVER)))));

        assertThat(PolicyMutations.of(policy).againstFiles(List.of(file)).counted())
                .isPositive();
        assertThat(other).isEqualTo(policy);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PolicyMutations.of(other).againstFiles(List.of(file)).survivors())
                .withMessageEndingWith("is about another policy");
    }
}
