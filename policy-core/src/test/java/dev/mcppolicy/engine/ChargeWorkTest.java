package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.atOnce;
import static dev.mcppolicy.engine.Draft.limit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Law 13 of limits: what it takes to find a key or to add an amount up is bounded, too. */
class ChargeWorkTest {
    private static final Window DAY = Window.Calendar.DAY;
    private static final List<Object> SUBNORMAL = Collections.nCopies(9_900, Double.MIN_VALUE);

    static Stream<Draft> ofSizesThatTheCallerChooses() {
        return Stream.of(
                limit("c", DAY, "5").keyedBy("args"),
                limit("c", DAY, "5").of("args.l[*]"),
                limit("c", DAY, "5").ofDecimal("args.l[*]"),
                limit("c", DAY, "5").keyedBy("args.t"),
                limit("c", DAY, "5").keyedBy("args.t,args.u"),
                atOnce(5).keyedBy("args"),
                atOnce(5).keyedBy("args.t,args.u"));
    }

    @ParameterizedTest
    @MethodSource("ofSizesThatTheCallerChooses")
    void a_call_of_which_a_charge_takes_too_much_work_is_denied_and_one_of_little_is_not(Draft rule) {
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(rule))
                .workLimits(new WorkLimits(10_000, 100))
                .build();
        Map<String, Object> large =
                Map.of("l", SUBNORMAL.subList(0, 10), "t", "t".repeat(10_001), "u", "u".repeat(10_001));
        Map<String, Object> small = Map.of("l", List.of(1, 2.5), "t", "t", "u", "u");

        Decision denied = engine.decide(ToolCall.of("t", large));
        assertThat(Verdict.of(denied)).isEqualTo("deny CANNOT_EVALUATE /tools/t/" + rule.list() + "/0");
        assertThat(((Decision.Deny) denied).denial().message()).contains("takes too much work");
        assertThat(Verdict.of(engine.decideAsync(ToolCall.of("t", large))
                        .toCompletableFuture()
                        .join()))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/" + rule.list() + "/0");
        assertThat(engine.explain(ToolCall.of("t", large)).decision()).isEqualTo(denied);
        assertThat(Verdict.of(engine.decide(ToolCall.of("t", small)))).isEqualTo(Verdict.ALLOW);
        assertThat(engine.explain(ToolCall.of("t", small)).limits())
                .allSatisfy(limit -> assertThat(limit.used()).isNotNull());
    }

    @Test
    void many_limits_and_long_numbers_end_within_a_second() {
        for (String by : List.of("key", "sum")) {
            Draft[] limits = IntStream.range(0, 20)
                    .mapToObj(i -> by.equals("key")
                            ? limit("c" + i, DAY, "5").keyedBy("args")
                            : limit("c" + i, DAY, "5").of("args.l[*]"))
                    .toArray(Draft[]::new);
            PolicyEngine engine = PolicyEngine.of(TestPolicy.ofTool(limits));
            ToolCall call = ToolCall.of("t", Map.of("l", SUBNORMAL));

            long start = System.nanoTime();
            Decision decision = engine.decide(call);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            assertThat(Verdict.of(decision)).startsWith("deny CANNOT_EVALUATE /tools/t/limits/");
        }
    }
}
