package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.replay.PolicyReplay;
import dev.mcppolicy.testkit.replay.RecordedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls that run while others are made, under a clock that stands still until it is moved. */
class RunningCallsTest {
    private static final Policy POLICY = PolicyReader.parse("""
            version: "1"
            default: deny
            tools:
              run:
                concurrent: { max: 2, scope: global, lease: 30 }
                limits: [{ counter: spent, window: day, max: 100, scope: global }]
            """);
    private static final String RULE = "/tools/run/concurrent";

    private final PolicyTester tester = PolicyTester.of(POLICY);

    @Test
    void a_call_that_runs_holds_its_place_until_the_clock_has_reached_its_end() {
        TestCall call = tester.call("run").running(Duration.ofMinutes(10));
        call.isAllowed();
        call.isAllowed();
        call.isDeniedBy(RULE).withoutRetryAfter().changesNoCounter();

        tester.advance(Duration.ofMinutes(10).minusMillis(1));
        call.isDeniedBy(RULE);
        tester.advance(Duration.ofMillis(1));

        call.isAllowed();
    }

    @Test
    void a_call_that_ends_at_once_holds_no_place() {
        tester.call("run").times(5).areAllowed();
    }

    @Test
    void calls_end_in_the_order_of_their_ends_and_as_they_say() {
        tester.call("run").running(Duration.ofMinutes(5)).notExecuted().isAllowed();
        tester.call("run")
                .running(Duration.ofMinutes(2))
                .settledAt("spent", 40)
                .isAllowed()
                .charges("spent", 1);
        tester.call("run").isDeniedBy(RULE);

        tester.advance(Duration.ofMinutes(2));
        tester.call("run").isAllowed();
        tester.call("run").settledAt("spent", 58).isAllowed();
        tester.call("run").isDeniedBy("spent_per_day");
        tester.at(tester.clock().instant().plus(Duration.ofMinutes(3)));

        tester.call("run").isAllowed();
    }

    @Test
    void a_call_that_is_lost_stays_charged_and_holds_its_place_until_its_lease_ends() {
        TestCall call = tester.call("run").lost();
        call.isAllowed();
        call.isAllowed();
        tester.advance(Duration.ofSeconds(30).minusMillis(1));
        call.isDeniedBy(RULE);
        tester.advance(Duration.ofMillis(1));

        call.isAllowed();
        assertThat(call.toString()).isNotEmpty();
    }

    @Test
    void a_tool_runs_for_more_than_no_time() {
        for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tester.call("run").running(none));
            assertThatIllegalArgumentException().isThrownBy(() -> RecordedCall.of("1", ToolCall.of("run", null))
                    .running(none));
        }
        tester.call("run").isAllowed();
    }

    @Test
    void a_failure_says_how_many_run() {
        tester.call("run").running(Duration.ofMinutes(1)).times(2).areAllowed();

        assertThatThrownBy(() -> tester.call("run").isAllowed())
                .hasMessageContaining("denied")
                .hasMessageContaining("2 of 2 run before the call");
    }

    @Test
    void a_replay_holds_calls_open_too() {
        PolicyReplay replay = PolicyReplay.of(POLICY);
        Instant start = Instant.parse("2026-01-15T12:00:00Z");
        RecordedCall call = RecordedCall.of("1", ToolCall.of("run", null)).running(Duration.ofMinutes(10));
        List<Boolean> allowed = IntStream.of(0, 60, 120, 599, 600, 601, 661)
                .mapToObj(second ->
                        replay.judge(call.at(start.plusSeconds(second))).decision() instanceof Decision.Allow)
                .toList();

        assertThat(allowed).containsExactly(true, true, false, false, true, false, true);
    }

    @Test
    void a_lost_call_of_a_replay_holds_its_place_until_its_lease_ends() {
        PolicyReplay replay = PolicyReplay.of(POLICY);
        RecordedCall call = RecordedCall.of("1", ToolCall.of("run", null)).lost();
        Instant start = Instant.parse("2026-01-15T12:00:00Z");
        List<Boolean> allowed = IntStream.of(0, 0, 29, 30)
                .mapToObj(second ->
                        replay.judge(call.at(start.plusSeconds(second))).decision() instanceof Decision.Allow)
                .toList();

        assertThat(allowed).containsExactly(true, true, false, true);
    }

    @Test
    void the_last_place_and_the_first_call_without_one_are_to_be_shown() {
        CoverageRecorder recorder = CoverageRecorder.of(PolicyReader.parse("""
                version: "1"
                default: deny
                tools: { run: { concurrent: { max: 2 } } }
                """));
        PolicyTester covering = recorder.tester();
        covering.call("run").running(Duration.ofMinutes(1)).isAllowed();
        assertThat(missed(recorder)).contains("the last call that is allowed", "the first call that is denied");
        covering.call("run").running(Duration.ofMinutes(1)).isAllowed();
        assertThat(missed(recorder))
                .contains("the first call that is denied")
                .doesNotContain("the last call that is allowed");
        covering.call("run").isDeniedBy("2 calls at once for a grant");

        assertThat(missed(recorder)).doesNotContain("the first call that is denied");
    }

    private static List<String> missed(CoverageRecorder recorder) {
        return recorder.report().missed().stream().map(CoverageGoal::words).toList();
    }
}
