package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** Law 13 by random patterns, schemas and arguments. */
class BoundedWorkLawTest {
    private static final int JUDGEMENTS = 100_000;
    private static final int CALLS = 250;
    private static final List<WorkLimits> BOUNDS = List.of(
            new WorkLimits(1, 1),
            new WorkLimits(500, 20),
            new WorkLimits(20_000, 200),
            new WorkLimits(1_000_000, 5_000));
    private static final WorkLimits NO_BOUND = new WorkLimits(Long.MAX_VALUE, Long.MAX_VALUE);
    private static final List<String> ATOMS =
            List.of("a", "b", "ab", "[ab]", ".", "a*", "(ab)+", "(a|b)", "b?", "a{2,5}", "[^a]", "$", "(?i)A");

    /** One policy under each bound, and under none. */
    private record Engines(List<PolicyEngine> bounded, PolicyEngine unbounded) {
        static Engines of(Policy policy) {
            return new Engines(
                    BOUNDS.stream().map(limits -> engine(policy, limits)).toList(), engine(policy, NO_BOUND));
        }

        private static PolicyEngine engine(Policy policy, WorkLimits limits) {
            return PolicyEngine.builder(policy).workLimits(limits).build();
        }
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void law_13_a_judgement_within_the_bound_is_the_one_without_and_past_it_the_call_is_denied(@ForAll long seed) {
        Random random = new Random(seed);
        int judged = 0;
        int past = 0;
        while (judged < JUDGEMENTS) {
            RandomSchemas schemas = new RandomSchemas(random.nextLong());
            String text = policy(random, schemas);
            Policy policy = PolicyReader.check(text, "p").policy();
            if (policy == null) {
                // A schema that refers to itself without end.
                continue;
            }
            Engines engines = Engines.of(policy);
            for (int i = 0; i < CALLS; i++) {
                ToolCall call = ToolCall.of("t", arguments(random, schemas));
                past += judge(engines, call, text);
                judged += BOUNDS.size();
            }
        }
        assertThat(judged).isGreaterThanOrEqualTo(JUDGEMENTS);
        assertThat(past).isBetween(JUDGEMENTS / 10, judged - JUDGEMENTS / 10);
    }

    /** How many bounds a call passes. */
    private static int judge(Engines engines, ToolCall call, String policy) {
        Decision whole = engines.unbounded().decide(call);
        assertThat(isPast(whole)).isFalse();
        int past = 0;
        boolean wasWithin = false;
        for (PolicyEngine engine : engines.bounded()) {
            Decision decision = engine.decide(call);
            boolean isPast = isPast(decision);
            assertThat(isPast || engine.workLimits().patternSteps() > 1)
                    .as("work that is not counted: %s by %s", call.arguments(), policy)
                    .isTrue();
            if (isPast) {
                past++;
            } else {
                assertThat(denialOf(decision))
                        .as("%s by %s", call.arguments(), policy)
                        .isEqualTo(denialOf(whole));
            }
            assertThat(isPast && wasWithin)
                    .as("a larger bound is passed where a smaller is not: %s by %s", call.arguments(), policy)
                    .isFalse();
            wasWithin = !isPast;
        }
        return past;
    }

    private static boolean isPast(Decision decision) {
        Denial denial = denialOf(decision);
        return denial != null
                && denial.code() == DenialCode.CANNOT_EVALUATE
                && denial.message().endsWith(" takes too much work)");
    }

    private static @Nullable Denial denialOf(Decision decision) {
        return decision instanceof Decision.Deny deny ? deny.denial() : null;
    }

    private static String policy(Random random, RandomSchemas schemas) {
        List<String> required = new ArrayList<>();
        List<String> denied = new ArrayList<>();
        required.add("{\"conditions\":[" + counted(random) + "," + comparison(random) + "]}");
        for (int i = random.nextInt(4); i > 0; i--) {
            List<String> list = random.nextBoolean() ? required : denied;
            list.add("{\"conditions\":[" + comparison(random) + "," + comparison(random) + "]}");
        }
        if (random.nextBoolean()) {
            required.add(
                    1 + random.nextInt(required.size()), "{\"schema\":" + CanonicalJson.write(schemas.schema()) + "}");
        }
        return "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"t\":{\"require\":" + required + ",\"deny_if\":"
                + denied + "}}}";
    }

    /** A comparison that takes some work for any of the calls. */
    private static String counted(Random random) {
        String path = List.of("args.s", "args.l[*]", "args.l[0]").get(random.nextInt(3));
        return switch (random.nextInt(4)) {
            case 0 -> comparison(path, "contains", "ab");
            case 1 -> comparison(path, "not_contains", "bb");
            case 2 -> comparison(path, "regex", "ba");
            default -> comparison(path, "regex", "[ab]*");
        };
    }

    private static String comparison(Random random) {
        String path = List.of("args.s", "args.s", "args.l[*]", "args.l[0]", "args.none")
                .get(random.nextInt(5));
        return switch (random.nextInt(6)) {
            case 0 -> comparison(path, "contains", "ab".repeat(1 + random.nextInt(30)));
            case 1 -> comparison(path, "not_contains", "b".repeat(1 + random.nextInt(30)));
            case 2 -> comparison(path, "neq", "a");
            default -> comparison(path, "regex", pattern(random));
        };
    }

    private static String comparison(String path, String operator, String operand) {
        return CanonicalJson.write(Map.of("path", path, "op", operator, "value", operand));
    }

    private static String pattern(Random random) {
        StringBuilder pattern = new StringBuilder(random.nextInt(4) == 0 ? "^" : "");
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            pattern.append(ATOMS.get(random.nextInt(ATOMS.size())));
        }
        return pattern.toString();
    }

    private static Map<String, Object> arguments(Random random, RandomSchemas schemas) {
        Map<String, Object> arguments = new HashMap<>(schemas.arguments());
        arguments.put("s", text(random, 400));
        List<Object> list = new ArrayList<>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            list.add(text(random, 60));
        }
        arguments.put("l", list);
        return arguments;
    }

    private static String text(Random random, int most) {
        String piece = List.of("a", "b", "ab", "aab", "ba").get(random.nextInt(5));
        return piece.repeat(random.nextInt(most / piece.length())) + (random.nextBoolean() ? "b" : "");
    }
}
