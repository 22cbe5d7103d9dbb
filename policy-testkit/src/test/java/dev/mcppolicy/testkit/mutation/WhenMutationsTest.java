package dev.mcppolicy.testkit.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.comparison.PolicyComparison;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The small changes of which calls a rule is for. */
class WhenMutationsTest {
    private static final Policy POLICY = PolicyReader.parse("""
            version: "1"
            default: deny
            tools:
              pay:
                require:
                  - conditions: [{ path: args.currency, op: in, value: [EUR, USD] }]
                  - when: [{ path: args.currency, op: eq, value: EUR }, { path: args.kind, op: eq, value: charge }]
                    conditions: [{ path: args.amount, op: lte, value: 50 }]
              count:
                limits:
                  - { counter: c, window: day, max: 2, when: [{ path: args.size, op: gte, value: 10 }] }
              ask:
                approvals:
                  - { when: [{ path: args.to, op: neq, value: team }], conditions: [{ path: args.size, op: gt, value: 5 }] }
            """);

    private static List<String> changes(String pointer) {
        return PolicyMutations.of(POLICY).mutants().stream()
                .filter(mutant -> mutant.pointer().startsWith(pointer))
                .map(Mutant::change)
                .toList();
    }

    @Test
    void every_small_change_of_a_when_is_made() {
        assertThat(changes("/tools/pay/require/1"))
                .contains(
                        "is for all calls",
                        "lost `args.currency eq \"EUR\"` of its `when`",
                        "lost `args.kind eq \"charge\"` of its `when`",
                        "`args.currency eq \"EUR\"` became `neq \"EUR\"`",
                        "denies what it required");
        assertThat(changes("/tools/count/limits/0"))
                .contains(
                        "is for all calls",
                        "`args.size gte 10` became `lt 10`",
                        "`args.size gte 10` became `gt 10`",
                        "`args.size gte 10` became `gte 11`");
        assertThat(changes("/tools/ask/approvals/0"))
                .contains("is for all calls", "`args.to neq \"team\"` became `eq \"team\"`");
    }

    /** How long a human has is not compared. */
    @TestFactory
    Stream<DynamicTest> a_comparison_finds_every_other_one_of_them() {
        return PolicyMutations.of(POLICY).mutants().stream()
                .filter(mutant ->
                        mutant.equivalence() == null && !mutant.change().startsWith("waits "))
                .map(mutant -> DynamicTest.dynamicTest(mutant.pointer() + " " + mutant.change(), () -> assertThat(
                                PolicyComparison.between(POLICY, mutant.policy())
                                        .report()
                                        .differences())
                        .isNotEmpty()));
    }
}
