package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.model.Policy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A denial that is said to change nothing changes nothing, and one that is said to leave no call leaves none. */
class RedundantDenialTest {
    private static final List<String> NUMBERS = List.of("-1", "0", "5", "5.0", "5.5", "7");
    private static final List<String> OTHERS =
            List.of("\"5\"", "\"a\"", "\"ab\"", "\"true\"", "true", "[5]", "[\"a\"]", "{\"a\":5}");

    private static List<String> comparisons() {
        List<String> comparisons = new ArrayList<>();
        for (String number : NUMBERS) {
            for (String operator : List.of("lt", "lte", "gt", "gte", "eq", "neq", "contains", "not_contains")) {
                comparisons.add(comparison(operator, number));
            }
        }
        for (String other : OTHERS) {
            for (String operator : List.of("eq", "neq", "contains", "not_contains")) {
                comparisons.add(comparison(operator, other));
            }
        }
        for (String list : List.of("[5, 7]", "[\"a\", \"ab\"]", "[5, \"5\"]", "[\"a\", true]", "[[5], [7]]")) {
            comparisons.add(comparison("in", list));
            comparisons.add(comparison("not_in", list));
        }
        comparisons.add(comparison("regex", "\"^a\""));
        comparisons.add(comparison("exists", "true"));
        comparisons.add(comparison("exists", "false"));
        return comparisons;
    }

    private static String comparison(String operator, String value) {
        return "{\"path\":\"args.x\",\"op\":\"" + operator + "\",\"value\":" + value + "}";
    }

    private static String policy(String required, String denied) {
        return "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"t\":{\"require\":[{\"conditions\":[" + required
                + "]}],\"deny_if\":[" + denied + "]}}}";
    }

    private static List<Map<String, Object>> calls() {
        List<Map<String, Object>> calls = new ArrayList<>(List.of(Map.of()));
        List<Object> values = new ArrayList<>(List.of(
                "5", "5.0", "a", "ab", "b", "", "true", "false", true, false, List.of(), List.of(5), List.of("a")));
        values.addAll(List.of(List.of("5"), Map.of(), Map.of("a", 5), Map.of("a", "5"), Double.NaN));
        for (String number : List.of("-2", "-1", "0", "4.9", "5", "5.00", "5.4", "5.5", "6", "7", "1e30")) {
            values.add(new BigDecimal(number));
        }
        values.forEach(value -> calls.add(Map.of("x", value)));
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("x", null);
        calls.add(nothing);
        return calls;
    }

    private static List<Boolean> allowed(Policy policy, List<Map<String, Object>> calls) {
        PolicyEngine engine = PolicyEngine.of(policy);
        return calls.stream()
                .map(call -> engine.decide(ToolCall.of("t", call)) instanceof Decision.Allow)
                .toList();
    }

    @Test
    void what_is_said_of_a_denial_beside_a_requirement_is_so() {
        List<Map<String, Object>> calls = calls();
        int redundant = 0;
        int hopeless = 0;
        for (String required : comparisons()) {
            List<Boolean> without =
                    allowed(PolicyReader.check(policy(required, ""), "p").policy(), calls);
            for (String denied : comparisons()) {
                CheckedPolicy checked = PolicyReader.check(policy(required, "{\"conditions\":[" + denied + "]}"), "p");
                Set<String> said = checked.problems().stream()
                        .filter(problem -> problem.pointer().startsWith("/tools/t/deny_if"))
                        .map(PolicyProblem::code)
                        .collect(Collectors.toSet());
                if (said.contains("changes-nothing")) {
                    redundant++;
                    assertThat(allowed(checked.policy(), calls))
                            .as("%s, but not %s", required, denied)
                            .isEqualTo(without);
                } else if (said.contains("never-met")) {
                    hopeless++;
                    assertThat(allowed(checked.policy(), calls))
                            .as("%s, but not %s", required, denied)
                            .containsOnly(false);
                }
            }
        }
        assertThat(redundant).isGreaterThan(500);
        assertThat(hopeless).isGreaterThan(100);
    }
}
