package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.format.problem.PolicyProblem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A denial by a negative operator is warned of exactly where leaving the argument out avoids it, whatever stands around it. */
class AvoidableDenialTest {
    /** A comparison that denies a call with this value or with another, and what denies it. */
    private static final List<String> NEGATIVE = List.of(
            "{path: args.x, op: neq, value: 1}",
            "{path: args.x, op: not_in, value: [1, 2]}",
            "{path: args.x, op: not_regex, value: '^a'}",
            "{path: args.x, op: not_contains, value: a}",
            "{path: caller.attributes.x, op: neq, value: 1}");

    @Property(tries = 500)
    void a_warning_is_given_exactly_where_what_is_missing_avoids_the_denial(@ForAll long seed) {
        Random random = new Random(seed);
        String condition = NEGATIVE.get(random.nextInt(NEGATIVE.size()));
        for (int depth = random.nextInt(8); depth > 0; depth--) {
            condition = switch (random.nextInt(4)) {
                case 0 -> "{any: [" + condition + "]}";
                case 1 -> "{all: [" + condition + "]}";
                default -> "{not: " + condition + "}";
            };
        }
        CheckedPolicy checked = PolicyReader.check(
                "{version: '1', default: deny, tools: {t: {deny_if: [{conditions: [" + condition + "]}]}}}", "p");
        boolean isWarned = checked.problems().stream().map(PolicyProblem::code).anyMatch("avoidable-denial"::equals);
        boolean passes =
                PolicyEngine.of(Objects.requireNonNull(checked.policy())).decide(ToolCall.of("t", Map.of()))
                        instanceof Decision.Allow;

        assertThat(isWarned).as(condition).isEqualTo(passes);
    }
}
