package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bounds that a rule sets on its own counter. */
class OwnCounterTest {
    @ParameterizedTest
    @CsvSource({
        "lte, 5, lte, 3, 3",
        "lte, 3, lte, 5, 3",
        "lt, 5, lte, 5, 4",
        "lte, 5, lt, 5, 4",
        "lt, 4, lte, 3, 3",
        "lte, 3, lt, 4, 3",
        "lt, 3, lte, 2.5, 2",
        "lt, 3.5, lte, 3.2, 3"
    })
    void several_bounds_on_a_rules_own_counter_all_bind(String one, String low, String other, String high, long most) {
        String policy = """
                version: "1"
                tools:
                  t:
                    rules:
                      - conditions:
                          - { path: state.t.calls, op: %s, value: %s }
                          - { path: state.t.calls, op: %s, value: %s }
                        state: { counter: calls, window: day }
                """.formatted(one, low, other, high);

        Limit limit = PolicyReader.parse(policy)
                .limitOf(new CounterPath(RulePlace.tool("t"), "calls"))
                .orElseThrow();

        assertThat(limit.maxUnits()).isEqualTo(most);
    }
}
